import { withUrl } from '../../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { paragraphsHtml } from '../../text/escape-text.ts';
import { plainText } from '../plain-text.ts';
import { scopedId } from '../scoped-id.ts';
import { markup } from './rss.ts';
import { stated, statedDate, statedList } from './stated.ts';
import { at, childrenOf, contentOf, htmlOf, lineOf, type XmlElement } from './tree.ts';
import { namespaces, type XmlVocabulary } from './vocabulary.ts';

/** Atom (RFC 4287): a feed, or a single entry. */
export const atom: XmlVocabulary = {
  name: 'atom',
  recognizes: ({ name, namespace }) => (name === 'feed' || name === 'entry') && /atom/i.test(namespace),
  documents(root, context) {
    const entries = root.name === 'entry' ? [root] : childrenOf(root, 'entry');
    return entries.map((entry) => documentOf(entry, root, context));
  },
};

function documentOf(entry: XmlElement, feed: XmlElement, { key, site }: ParseContext): ParsedDocument {
  const content = at(entry, 'content');
  const summary = at(entry, 'summary');
  const base =
    content?.attributes.get('xml:base') ??
    entry.attributes.get('xml:base') ??
    feed.attributes.get('xml:base');
  const written = linkOf(entry);
  const link = written === undefined ? undefined : URL.parse(written, base)?.href;
  const id = lineOf(at(entry, 'id')) ?? link;
  const language = [content, entry, feed].map((one) => one?.attributes.get('xml:lang')).find(Boolean);
  return {
    format: 'xml-atom',
    isEntry: true,
    html: constructHtml(content) || constructHtml(summary),
    baseUrl: URL.parse(base ?? '', link)?.href ?? link ?? linkOf(feed),
    statedId: stated(id && scopedId(id, lineOf(at(feed, 'id')) ?? key), 'atom: id'),
    title: stated(constructText(at(entry, 'title')), 'atom: title'),
    summary: content ? stated(constructText(summary), 'atom: summary') : undefined,
    authors: statedList(authorsOf(entry, feed), 'atom: author'),
    tags: statedList(
      childrenOf(entry, 'category').flatMap(
        ({ attributes }) => attributes.get('label') ?? attributes.get('term') ?? [],
      ),
      'atom: category',
    ),
    language: stated(language, 'atom: xml:lang'),
    published: statedDate(
      site.timeZone,
      [lineOf(at(entry, 'published')), 'atom: published'],
      [lineOf(at(entry, 'issued')), 'atom: issued'],
    ),
    updated: statedDate(site.timeZone, [lineOf(at(entry, 'updated')), 'atom: updated']),
    canonicalUrl: stated(link, 'atom: link'),
    image: imageOf(entry),
  };
}

/** A text or content construct (RFC 4287, 3.1 and 4.1.3) as HTML. */
function constructHtml(element: XmlElement | undefined): string {
  const type = element?.attributes.get('type') ?? 'text';
  if (!element || type === 'text' || type === 'text/plain') return paragraphsHtml(contentOf(element));
  if (type === 'html' || type === 'text/html') return markup(contentOf(element));
  return htmlOf(element.children, ({ name }) => name);
}

function constructText(element: XmlElement | undefined): string | undefined {
  return element?.attributes.get('type') === 'html' ? plainText(contentOf(element)) : lineOf(element);
}

function linkOf(element: XmlElement): string | undefined {
  const links = childrenOf(element, 'link', namespaces.atom);
  const found = links.find(({ attributes }) => (attributes.get('rel') ?? 'alternate') === 'alternate');
  return found?.attributes.get('href');
}

function authorsOf(entry: XmlElement, feed: XmlElement): Author[] {
  const own = childrenOf(entry, 'author');
  const source = childrenOf(at(entry, 'source'), 'author');
  const authors = own.length > 0 ? own : source.length > 0 ? source : childrenOf(feed, 'author');
  return authors.flatMap((author) => {
    const name = lineOf(at(author, 'name'));
    return name === undefined ? [] : [withUrl(name, lineOf(at(author, 'uri')))];
  });
}

function imageOf(entry: XmlElement): ParsedDocument['image'] {
  const enclosure = childrenOf(entry, 'link').find(
    ({ attributes }) => attributes.get('rel') === 'enclosure' && attributes.get('type')?.startsWith('image/'),
  );
  const url = enclosure?.attributes.get('href');
  return url ? { value: { url }, from: 'atom: enclosure' } : undefined;
}
