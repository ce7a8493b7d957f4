import type { Findings } from './findings.ts';
import { checkHtml, isRfc3339, isWebAddress } from './values.ts';
import { childrenNamed, type FeedElement, textOf } from './xml-document.ts';

/** Atom (RFC 4287). @returns the number of entries */
export function checkAtom(feed: FeedElement, address: string | undefined, findings: Findings): number {
  required(feed, ['id', 'title', 'updated'], findings);
  atMostOnce(feed, ['generator', 'icon', 'logo', 'rights', 'subtitle'], findings);
  common(feed, findings);
  checkSelf(feed, address, findings);
  const entries = childrenNamed(feed, 'entry');
  if (entries.length === 0) findings.warning('no-entries', 'The feed holds no entries.', feed);
  const seen = new Map<string, number>();
  const feedHasAuthor = childrenNamed(feed, 'author').length > 0;
  const hasBase = feed.attributes.has('xml:base');
  for (const entry of entries) checkEntry(entry, { seen, feedHasAuthor, hasBase }, findings);
  return entries.length;
}

/** What of the feed an entry is judged by. */
interface FeedFacts {
  /** Lines by id. */
  seen: Map<string, number>;
  feedHasAuthor: boolean;
  hasBase: boolean;
}

function checkEntry(entry: FeedElement, facts: FeedFacts, findings: Findings): void {
  required(entry, ['id', 'title', 'updated'], findings);
  atMostOnce(entry, ['published', 'rights', 'source', 'summary', 'content'], findings);
  common(entry, findings);
  const [source] = childrenNamed(entry, 'source');
  const sourceHasAuthor = source !== undefined && childrenNamed(source, 'author').length > 0;
  if (!facts.feedHasAuthor && !sourceHasAuthor && childrenNamed(entry, 'author').length === 0) {
    findings.error(
      'atom-author',
      'The entry has no author, and neither has the feed (RFC 4287, 4.1.2).',
      entry,
    );
  }
  const id = textOf(childrenNamed(entry, 'id')[0]);
  const first = facts.seen.get(id);
  if (first !== undefined && id !== '') {
    findings.warning('duplicate-id', `The id "${id}" is that of the entry in line ${first} too.`, entry);
  } else facts.seen.set(id, entry.line);
  checkContent(entry, facts, findings);
}

function checkContent(entry: FeedElement, { hasBase }: FeedFacts, findings: Findings): void {
  const [content] = childrenNamed(entry, 'content');
  const [summary] = childrenNamed(entry, 'summary');
  const alternates = childrenNamed(entry, 'link').filter(
    ({ attributes }) => (attributes.get('rel') ?? 'alternate') === 'alternate',
  );
  if (!content && alternates.length === 0) {
    findings.error(
      'atom-content',
      'The entry has neither <content> nor a link to it (RFC 4287, 4.1.2).',
      entry,
    );
  }
  if (!content && !summary) {
    findings.warning(
      'atom-content',
      'The entry has neither <content> nor <summary>; readers show its title only.',
      entry,
    );
  }
  if (content?.attributes.has('src') && !summary) {
    findings.error('atom-summary', 'Content that is elsewhere needs a <summary> (RFC 4287, 4.1.2).', entry);
  }
  if (content?.attributes.has('src') && textOf(content) !== '') {
    findings.error('atom-content', '<content> with src must be empty (RFC 4287, 4.1.3.2).', content);
  }
  for (const element of [content, summary]) {
    if (element?.attributes.get('type') !== 'html') continue;
    const base = hasBase || entry.attributes.has('xml:base') || element.attributes.has('xml:base');
    checkHtml(textOf(element), base, findings, element);
  }
}

/** What feeds and entries have in common: dates, ids, links, people, texts. */
function common(parent: FeedElement, findings: Findings): void {
  for (const date of [...childrenNamed(parent, 'updated'), ...childrenNamed(parent, 'published')]) {
    if (isRfc3339(textOf(date))) continue;
    findings.error(
      'atom-date',
      `<${date.name}> has "${textOf(date).slice(0, 60)}", which is no date such as 2026-01-31T08:00:00Z.`,
      date,
    );
  }
  for (const id of childrenNamed(parent, 'id')) {
    if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(textOf(id))) {
      findings.error('atom-id', `The id "${textOf(id)}" is no URI: begin it with urn:, tag: or https:.`, id);
    }
  }
  for (const person of [...childrenNamed(parent, 'author'), ...childrenNamed(parent, 'contributor')]) {
    required(person, ['name'], findings);
  }
  for (const category of childrenNamed(parent, 'category')) {
    if (!category.attributes.get('term'))
      findings.error('atom-category', 'A <category> needs a term.', category);
  }
  for (const name of ['title', 'subtitle', 'summary', 'rights', 'content']) {
    for (const element of childrenNamed(parent, name)) checkText(element, findings);
  }
  checkLinks(parent, findings);
}

/** Text constructs (RFC 4287, 3.1); content may have a media type as well (4.1.3.1). */
function checkText(element: FeedElement, findings: Findings): void {
  const type = element.attributes.get('type') ?? 'text';
  const isMediaType = element.name === 'content' && type.includes('/');
  if (!['text', 'html', 'xhtml'].includes(type) && !isMediaType) {
    findings.error(
      'atom-type',
      `<${element.name}> has the type "${type}"; it must be text, html or xhtml.`,
      element,
    );
  }
  if (type === 'xhtml' && !(element.children.length === 1 && element.children[0]?.name === 'div')) {
    findings.error('atom-type', `<${element.name} type="xhtml"> must hold exactly one <div>.`, element);
  }
  if ((type === 'text' || type === 'html') && element.children.length > 0) {
    findings.error(
      'atom-type',
      `<${element.name} type="${type}"> must hold text only: escape its tags.`,
      element,
    );
  }
}

function checkLinks(parent: FeedElement, findings: Findings): void {
  const alternates = new Set<string>();
  for (const link of childrenNamed(parent, 'link')) {
    const { attributes } = link;
    if (!attributes.get('href')) findings.error('atom-link', 'A <link> needs an href.', link);
    if ((attributes.get('rel') ?? 'alternate') !== 'alternate') continue;
    const kind = `${attributes.get('type') ?? ''} ${attributes.get('hreflang') ?? ''}`;
    if (alternates.has(kind)) {
      findings.error(
        'atom-link',
        'Two alternate links have the same type and language (RFC 4287, 4.1.1).',
        link,
      );
    }
    alternates.add(kind);
  }
}

function checkSelf(feed: FeedElement, address: string | undefined, findings: Findings): void {
  const self = childrenNamed(feed, 'link').find(({ attributes }) => attributes.get('rel') === 'self');
  const href = self?.attributes.get('href') ?? '';
  if (!self)
    findings.warning('atom-self', 'There is no <link rel="self"> that tells where the feed is.', feed);
  else if (isWebAddress(href) && address !== undefined && href !== address) {
    findings.warning(
      'atom-self',
      `The feed says that it is at ${href}, but it was fetched from ${address}.`,
      self,
    );
  }
}

function required(parent: FeedElement, names: readonly string[], findings: Findings): void {
  for (const name of names) {
    const [first, second] = childrenNamed(parent, name);
    if (!first) findings.error(`atom-${name}`, `<${parent.name}> has no <${name}>.`, parent);
    else if (textOf(first) === '' && name !== 'title') {
      findings.error(`atom-${name}`, `The <${name}> of <${parent.name}> is empty.`, first);
    }
    if (second) findings.error('atom-repeated', `<${name}> may stand only once in <${parent.name}>.`, second);
  }
}

function atMostOnce(parent: FeedElement, names: readonly string[], findings: Findings): void {
  for (const name of names) {
    const second = childrenNamed(parent, name)[1];
    if (second) findings.error('atom-repeated', `<${name}> may stand only once in <${parent.name}>.`, second);
  }
}
