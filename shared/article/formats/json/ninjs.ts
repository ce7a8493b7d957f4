import { namesIn } from '../../derive/authors.ts';
import type { Found, ParsedDocument } from '../../parsed-document.ts';
import { paragraphsHtml } from '../../text/escape-text.ts';
import {
  foundDate, foundList, foundText, listOf, type Members, membersOf, namesOf, textOf,
} from './access.ts'; // biome-ignore format: one line reads better
import type { JsonVocabulary } from './vocabulary.ts';

/** IPTC ninjs: 1.x (`headline`, `body_xhtml`), 2.x (`headlines`, `bodies`) and 3.x (the same in camel case). */
export const ninjs: JsonVocabulary = {
  name: 'ninjs',
  recognizes(members) {
    const hasBody = ['bodies', 'headlines', 'body_xhtml', 'body_html', 'body_text'].some((name) =>
      members.has(name),
    );
    const isDeclared = /ninjs/i.test(textOf(membersOf(members.get('standard')).get('name')) ?? '');
    const hasTerms = ['pubstatus', 'versioncreated', 'headline', 'slugline', 'renditions'].some((name) =>
      members.has(name),
    );
    return members.has('uri') && (isDeclared || hasBody || hasTerms);
  },
  documents(members, { site }) {
    const by = foundText(members, 'ninjs', 'by', 'byline');
    const status = textOf(members.get('pubstatus'))?.toLowerCase();
    const zone = site.timeZone;
    const document: ParsedDocument = {
      format: 'json-ninjs',
      html: bodyOf(members),
      statedId: foundText(members, 'ninjs', 'uri'),
      title:
        foundRole(members, 'headlines', ['main', '']) ?? foundText(members, 'ninjs', 'headline', 'title'),
      summary:
        foundRole(members, 'descriptions', ['summary', 'main', 'abstract', '']) ??
        foundText(members, 'ninjs', 'description_text', 'summary'),
      authors:
        by &&
        foundList(
          namesIn(by.value).map((name) => ({ name })),
          by.from,
        ),
      section: foundText(members, 'ninjs', 'section'),
      tags: tagsOf(members),
      language: foundText(members, 'ninjs', 'language'),
      published: foundDate(members, 'ninjs', zone, 'firstCreated', 'contentCreated', 'versionCreated'),
      updated: foundDate(members, 'ninjs', zone, 'versionCreated'),
      embargo: foundDate(members, 'ninjs', zone, 'embargoed'),
      canonicalUrl: foundText(members, 'ninjs', 'url', 'canonicalUrl'),
      image: imageOf(members),
    };
    if (status === 'usable' || status === 'withheld' || status === 'canceled') {
      document.status = { value: status, from: 'ninjs: pubstatus' };
    }
    return [document];
  },
};

/** The value of the list whose role comes first among the wanted ones; else the first value. */
function foundRole(members: Members, list: string, roles: string[]): Found<string> | undefined {
  const items = listOf(members.get(list)).map(membersOf);
  const ranked = [...items].sort((a, b) => rank(a, roles) - rank(b, roles));
  const value = ranked.map((item) => textOf(item.get('value'))).find((text) => text !== undefined);
  return value === undefined
    ? undefined
    : { value: value.replace(/<[^>]{0,500}>/g, ''), from: `ninjs: ${list}` };
}

function rank(item: Members, roles: string[]): number {
  const index = roles.indexOf((textOf(item.get('role')) ?? '').toLowerCase());
  return index < 0 ? roles.length : index;
}

/** The richest body: HTML before plain text; the first of equals. */
function bodyOf(members: Members): string {
  const bodies = listOf(members.get('bodies')).map(membersOf);
  const markup = bodies.find((body) =>
    /html/i.test(textOf(body.get('contenttype')) ?? textOf(body.get('role')) ?? ''),
  );
  const html =
    textOf(markup?.get('value')) ?? textOf(members.get('body_xhtml')) ?? textOf(members.get('body_html'));
  if (html !== undefined) return html;
  const plain = bodies.find((body) => /^(?:text\/plain)?$/i.test(textOf(body.get('contenttype')) ?? ''));
  const text = textOf(plain?.get('value')) ?? textOf(members.get('body_text'));
  if (text !== undefined) return paragraphsHtml(text);
  return paragraphsHtml(
    foundRole(members, 'descriptions', [])?.value ?? textOf(members.get('description_text')) ?? '',
  );
}

function tagsOf(members: Members): Found<string[]> | undefined {
  const tags = [
    ...namesOf(members.get('keywords'), 'name', 'literal'),
    ...namesOf(members.get('subjects') ?? members.get('subject'), 'name'),
  ];
  return foundList(tags, 'ninjs: subjects');
}

/** The largest rendition of the item itself, if it is a picture, else of the first picture associated with it. */
function imageOf(members: Members): ParsedDocument['image'] {
  const associated = members.get('associations');
  const items = Array.isArray(associated) ? associated : [...membersOf(associated).values()];
  for (const item of [members, ...items.map(membersOf)]) {
    if (!/^(?:picture|graphic|image)$/i.test(textOf(item.get('type')) ?? '')) continue;
    const url = largestRendition(item.get('renditions'));
    const alt =
      foundRole(item, 'descriptions', ['caption', '']) ??
      foundText(item, 'ninjs', 'description_text', 'headline');
    if (url)
      return {
        value: { url, alt: alt?.value },
        from: item === members ? 'ninjs: renditions' : 'ninjs: associations',
      };
  }
  return undefined;
}

function largestRendition(value: unknown): string | undefined {
  const renditions = (Array.isArray(value) ? value : [...membersOf(value).values()]).map(membersOf);
  const width = (item: Members): number => Number(item.get('width')) || 0;
  const [largest] = renditions.filter((item) => textOf(item.get('href'))).sort((a, b) => width(b) - width(a));
  return textOf(largest?.get('href'));
}
