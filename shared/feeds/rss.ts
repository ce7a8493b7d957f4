import { type CategorySchemes, categories, categorySchemes } from './categories.ts';
import { rewriteDocument } from './document-rewriter.ts';
import { type EntryMedia, type FeedEntry, feedEntry, piece } from './entry.ts';
import { type FeedView, feedLinks, feedUpdated } from './feed-view.ts';
import { libraryFeed } from './library-feed.ts';
import { itemWriter } from './library-item.ts';
import { ninjsType } from './ninjs-type.ts';
import { escapeHtml } from './plain-text.ts';
import { element, htmlSection, xmlText } from './xml.ts';

const namespaces = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

const dropped = new Set(['rss/channel/atom:link']);
/** Of a feed in which nothing ever happened. */
const undated = new Set([...dropped, 'rss/channel/lastBuildDate']);

const libraryItem = itemWriter({
  write: (feed) => feed.rss2(),
  container: 'channel',
  item: 'item',
  time: (date) => date.toUTCString(),
  dropped,
});

/** RSS 2.0 with Dublin Core, content:encoded, Media RSS, Atom links and the archive links of RFC 5005. */
export function renderRss(view: FeedView): string {
  const schemes = categorySchemes(view.siteUrl);
  const key = `rss ${view.siteUrl}`;
  let items = '';
  for (const entry of view.entries.map(feedEntry)) {
    items += piece(entry, key, () => itemStart(entry, schemes));
    items += `${itemBody(view, entry)}</item>\n`;
  }
  return rewriteDocument(libraryFeed(view, 'rss.xml').rss2(), {
    rootAttributes: namespaces,
    container: 'channel',
    atEnd: channelAdditions(view) + items,
    dropped: feedUpdated(view).startsWith('1970-') ? undated : dropped,
  });
}

function channelAdditions(view: FeedView): string {
  const links = feedLinks(view, 'rss.xml').map(({ rel, href }) =>
    element('atom:link', { rel, type: rel === 'hub' ? undefined : 'application/rss+xml', href }),
  );
  return links.join('') + (view.page === undefined ? '' : element('fh:archive', {}));
}

/** An item up to its body. */
function itemStart(entry: FeedEntry, schemes: CategorySchemes): string {
  // RSS readers take one enclosure; whoever listens or watches needs it more than whoever looks.
  const typed = entry.media.filter(({ type }) => type !== undefined);
  const enclosure = typed.find(({ kind }) => kind !== 'image') ?? typed[0];
  const summary =
    entry.summary === '' ? '' : element('description', {}, htmlSection(escapeHtml(entry.summary)));
  return [
    `<item>\n${element('title', {}, xmlText(entry.title))}`,
    libraryItem(entry),
    summary,
    ...entry.authors.map(({ name }) => element('dc:creator', {}, xmlText(name))),
    element('dc:language', {}, xmlText(entry.language)),
    ...categories(entry, schemes).map(({ scheme, term }) =>
      element('category', { domain: scheme }, xmlText(term)),
    ),
    element('atom:updated', {}, entry.updated),
    element('atom:link', { rel: 'alternate', type: 'application/json', href: entry.jsonUrl }),
    element('atom:link', { rel: 'alternate', type: ninjsType, href: entry.ninjsUrl }),
    enclosure === undefined
      ? ''
      : element('enclosure', { url: enclosure.url, length: enclosure.bytes ?? 0, type: enclosure.type }),
    ...entry.media.map(mediaElement),
  ].join('');
}

const itemBody = ({ site }: FeedView, { bodySection }: FeedEntry): string =>
  site.feedContent === 'full' ? element('content:encoded', {}, bodySection) : '';

function mediaElement(medium: EntryMedia): string {
  const { url, type, kind, width, height, bytes, alt } = medium;
  return element(
    'media:content',
    { url, type, medium: kind, width, height, fileSize: bytes },
    alt ? element('media:description', { type: 'plain' }, xmlText(alt)).trimEnd() : undefined,
  );
}
