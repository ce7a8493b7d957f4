import { namesIn } from '../../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { paragraphsHtml } from '../../text/escape-text.ts';
import { plainText } from '../plain-text.ts';
import { scopedId } from '../scoped-id.ts';
import { stated, statedDate, statedList } from './stated.ts';
import { at, childrenOf, contentOf, descendantsOf, lineOf, type XmlElement } from './tree.ts';
import { namespaces, type XmlVocabulary } from './vocabulary.ts';

/** RSS 2.0 with its usual modules, and RSS 1.0 (RDF): an article an item. */
export const rss: XmlVocabulary = {
  name: 'rss',
  recognizes: (root) =>
    root.name === 'rss' || (root.name === 'RDF' && descendantsOf(root, 'item').length > 0),
  documents(root, context) {
    const channel = at(root, 'channel') ?? root;
    const items = descendantsOf(root, 'item');
    return items.map((item) => documentOf(item, channel, context));
  },
};

/** An item as a document; WordPress exports build on it. */
export function documentOf(
  item: XmlElement,
  channel: XmlElement,
  { key, site }: ParseContext,
): ParsedDocument {
  const line = (name: string, namespace?: string): string | undefined =>
    lineOf(childrenOf(item, name, namespace)[0]);
  const encoded = contentOf(childrenOf(item, 'encoded', namespaces.content)[0]).trim();
  const description = contentOf(at(item, 'description')).trim();
  const link =
    line('link', item.namespace) ?? childrenOf(item, 'link', namespaces.atom)[0]?.attributes.get('href');
  const guid = line('guid') ?? item.attributes.get('rdf:about') ?? link;
  const channelLink = lineOf(at(channel, 'link'));
  return {
    format: 'xml-rss',
    isEntry: true,
    html: markup(encoded || description),
    baseUrl: link ?? channelLink,
    statedId: stated(guid && scopedId(guid, channelLink ?? key), 'rss: guid'),
    title: stated(plainText(contentOf(at(item, 'title'))), 'rss: title'),
    summary: encoded === '' ? undefined : stated(plainText(description), 'rss: description'),
    authors: statedList(authorsOf(item), 'rss: author'),
    tags: statedList(
      childrenOf(item, 'category').flatMap((tag) => lineOf(tag) ?? []),
      'rss: category',
    ),
    language: stated(
      line('language', namespaces.dublinCore) ?? lineOf(at(channel, 'language')),
      'rss: language',
    ),
    published: statedDate(
      site.timeZone,
      [line('pubDate'), 'rss: pubDate'],
      [line('date', namespaces.dublinCore), 'rss: dc:date'],
    ),
    updated: statedDate(
      site.timeZone,
      [line('updated', namespaces.atom), 'rss: atom:updated'],
      [line('modified'), 'rss: dcterms:modified'],
    ),
    canonicalUrl: stated(link, 'rss: link'),
    image: imageOf(item),
  };
}

/** Descriptions are HTML by custom; one without any tag is plain text. */
export function markup(content: string): string {
  return /<[a-z!/]|&(?:[a-z]+|#\d+);/i.test(content) ? content : paragraphsHtml(content);
}

function authorsOf(item: XmlElement): Author[] {
  const creators = childrenOf(item, 'creator', namespaces.dublinCore);
  const named = creators.length > 0 ? creators : childrenOf(item, 'author');
  return named.flatMap((author) => {
    const text = (lineOf(author) ?? '').slice(0, 4000);
    // RSS 2.0 asks for an address with the name in brackets.
    const name = /^\S+@\S+\s+\((.{1,100})\)$/.exec(text)?.[1] ?? text;
    return /^\S+@\S+$/.test(name) ? [] : namesIn(name).map((single) => ({ name: single }));
  });
}

function imageOf(item: XmlElement): ParsedDocument['image'] {
  const contents = [...descendantsOf(item, 'content'), ...descendantsOf(item, 'thumbnail')].filter(
    ({ namespace }) => namespace === namespaces.media,
  );
  const enclosures = childrenOf(item, 'enclosure').filter((one) =>
    one.attributes.get('type')?.startsWith('image/'),
  );
  const isImage = (one: XmlElement): boolean =>
    one.name === 'thumbnail' ||
    one.attributes.get('medium') === 'image' ||
    /^image\//.test(one.attributes.get('type') ?? '') ||
    /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i.test(one.attributes.get('url') ?? '');
  const found = contents.find(isImage) ?? enclosures[0] ?? childrenOf(item, 'image', namespaces.itunes)[0];
  const url = found?.attributes.get('url') ?? found?.attributes.get('href');
  return url
    ? { value: { url }, from: `rss: ${found?.name === 'enclosure' ? 'enclosure' : 'media'}` }
    : undefined;
}
