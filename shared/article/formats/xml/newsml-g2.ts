import { namesIn, withUrl } from '../../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { paragraphsHtml } from '../../text/escape-text.ts';
import { nitfDocument } from './nitf.ts';
import { stated, statedDate, statedList } from './stated.ts';
import { at, childrenOf, contentOf, descendantsOf, htmlOf, lineOf, type XmlElement } from './tree.ts';
import type { XmlVocabulary } from './vocabulary.ts';

/** IPTC NewsML-G2: a news item, or a message with several. */
export const newsmlG2: XmlVocabulary = {
  name: 'newsml-g2',
  recognizes: ({ name }) => name === 'newsItem' || name === 'newsMessage',
  documents(root, context) {
    const items = root.name === 'newsItem' ? [root] : descendantsOf(root, 'newsItem');
    return items.filter(hasText).map((item) => documentOf(item, context));
  },
};

/** Pictures and graphics travel as items of their own, beside the story. */
function hasText(item: XmlElement): boolean {
  const kind = at(item, 'itemMeta', 'itemClass')?.attributes.get('qcode') ?? 'ninat:text';
  return /:(?:text|composite)$/.test(kind) || statusOf(item)?.value === 'canceled';
}

function documentOf(item: XmlElement, context: ParseContext): ParsedDocument {
  const meta = at(item, 'itemMeta');
  const content = at(item, 'contentMeta');
  const zone = context.site.timeZone;
  const headlines = childrenOf(content, 'headline');
  const summaries = childrenOf(content, 'description');
  const firstOf = (elements: XmlElement[], role: RegExp): XmlElement | undefined =>
    elements.find(({ attributes }) => role.test(attributes.get('role') ?? '')) ?? elements[0];
  const body = bodyOf(item, context);
  return {
    format: 'xml-newsml-g2',
    html: body.html,
    statedId: stated(item.attributes.get('guid'), 'newsml-g2: guid'),
    title:
      stated(lineOf(firstOf(headlines, /main/)), 'newsml-g2: headline') ??
      body.title ??
      stated(lineOf(at(meta, 'title')), 'newsml-g2: title'),
    summary: stated(lineOf(firstOf(summaries, /summary|abstract/)), 'newsml-g2: description') ?? body.summary,
    authors: statedList(authorsOf(content), 'newsml-g2: by') ?? body.authors,
    section: undefined,
    tags: statedList(tagsOf(content), 'newsml-g2: subject'),
    language: stated(
      at(content, 'language')?.attributes.get('tag') ?? item.attributes.get('xml:lang'),
      'newsml-g2: language',
    ),
    published:
      statedDate(
        zone,
        [lineOf(at(meta, 'firstCreated')), 'newsml-g2: firstCreated'],
        [lineOf(at(meta, 'versionCreated')), 'newsml-g2: versionCreated'],
      ) ?? body.published,
    updated: statedDate(zone, [lineOf(at(meta, 'versionCreated')), 'newsml-g2: versionCreated']),
    embargo: statedDate(zone, [lineOf(at(meta, 'embargoed')), 'newsml-g2: embargoed']),
    status: statusOf(item),
  };
}

function statusOf(item: XmlElement): ParsedDocument['status'] {
  const code = at(item, 'itemMeta', 'pubStatus')?.attributes.get('qcode')?.split(':').at(-1);
  const known = code === 'usable' || code === 'withheld' || code === 'canceled';
  return known ? { value: code, from: 'newsml-g2: pubStatus' } : undefined;
}

/** Text inside the item: NITF or XHTML as XML, else HTML or plain text as data. */
function bodyOf(item: XmlElement, context: ParseContext): ParsedDocument {
  const set = at(item, 'contentSet');
  const xml = at(set, 'inlineXML');
  const nitf = xml && (at(xml, 'nitf') ?? descendantsOf(xml, 'nitf')[0]);
  if (nitf) return nitfDocument(nitf, context);
  if (xml) {
    const root = at(xml, 'html', 'body') ?? xml;
    return { format: '', html: htmlOf(root.children, ({ name }) => name) };
  }
  const data = at(set, 'inlineData');
  const isHtml = /html/i.test(data?.attributes.get('contenttype') ?? '');
  return { format: '', html: isHtml ? contentOf(data) : paragraphsHtml(contentOf(data)) };
}

function authorsOf(content: XmlElement | undefined): Author[] {
  const by = childrenOf(content, 'by').flatMap((one) => namesIn(lineOf(one) ?? '').map((name) => ({ name })));
  if (by.length > 0) return by;
  return childrenOf(content, 'creator').flatMap((creator) => {
    const name = lineOf(at(creator, 'name'));
    return name === undefined ? [] : [withUrl(name, creator.attributes.get('uri'))];
  });
}

function tagsOf(content: XmlElement | undefined): string[] {
  const subjects = childrenOf(content, 'subject').flatMap((subject) => lineOf(at(subject, 'name')) ?? []);
  return [...childrenOf(content, 'keyword').flatMap((keyword) => lineOf(keyword) ?? []), ...subjects];
}
