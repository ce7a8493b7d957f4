import type { Author } from '../article/schema.ts';
import { webAddress } from './addresses.ts';
import { type CategorySchemes, categories, categorySchemes } from './categories.ts';
import { rewriteDocument } from './document-rewriter.ts';
import { entryId, type FeedEntry, feedEntry, piece } from './entry.ts';
import { type FeedView, feedLanguage, feedLinks, type Withdrawal } from './feed-view.ts';
import { libraryFeed } from './library-feed.ts';
import { itemWriter } from './library-item.ts';
import { ninjsType } from './ninjs-type.ts';
import { attributeList, element, xmlText } from './xml.ts';

const dropped = new Set(['feed/link', 'feed/entry/title', 'feed/entry/link']);

const libraryEntry = itemWriter({
  write: (feed) => feed.atom1(),
  container: 'feed',
  item: 'entry',
  time: (date) => date.toISOString(),
  dropped,
});

/** Atom 1.0 (RFC 4287) with archive links (RFC 5005) and tombstones (RFC 6721). */
export function renderAtom(view: FeedView): string {
  const schemes = categorySchemes(view.siteUrl);
  const key = `atom ${view.siteUrl}`;
  let entries = '';
  for (const entry of view.entries.map(feedEntry)) {
    entries += piece(entry, key, () => entryStart(entry, schemes));
    entries += `${entryBody(view, entry)}</entry>\n`;
  }
  return rewriteDocument(libraryFeed(view, 'atom.xml').atom1(), {
    rootAttributes: {
      'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
      'xmlns:fh': 'http://purl.org/syndication/history/1.0',
      'xmlns:media': 'http://search.yahoo.com/mrss/',
      'xml:lang': feedLanguage(view),
    },
    container: 'feed',
    atEnd: feedAdditions(view) + entries,
    dropped,
  });
}

function feedAdditions(view: FeedView): string {
  const links = feedLinks(view, 'atom.xml').map(({ rel, href }) =>
    element('link', { rel, type: rel === 'hub' ? undefined : 'application/atom+xml', href }),
  );
  const page = feedLinks(view, 'index.html')[0];
  return [
    element('link', { rel: 'alternate', type: 'text/html', href: page?.href.replace(/index\.html$/, '') }),
    ...links,
    view.page === undefined ? '' : element('fh:archive', {}),
    ...view.withdrawals.map(tombstone),
  ].join('');
}

const person = ({ name, url }: Author): string =>
  element(
    'author',
    {},
    `${element('name', {}, xmlText(name))}${url ? element('uri', {}, xmlText(url)) : ''}`,
  );

const tombstone = ({ id, url, at }: Withdrawal): string =>
  element(
    'at:deleted-entry',
    { ref: entryId(id), when: at },
    element('link', { rel: 'alternate', type: 'text/html', href: webAddress(url) }).trimEnd(),
  );

/** An entry up to its body. */
function entryStart(entry: FeedEntry, schemes: CategorySchemes): string {
  return [
    `<entry${attributeList({ 'xml:lang': entry.language })}>\n${element('title', { type: 'text' }, xmlText(entry.title))}`,
    libraryEntry(entry),
    ...entry.authors.map(person),
    element('link', { rel: 'alternate', type: 'text/html', hreflang: entry.language, href: entry.url }),
    element('link', { rel: 'alternate', type: 'application/json', href: entry.jsonUrl }),
    element('link', { rel: 'alternate', type: 'text/markdown', href: entry.markdownUrl }),
    element('link', { rel: 'alternate', type: ninjsType, href: entry.ninjsUrl }),
    ...entry.media.map(({ url, type, bytes, alt }) =>
      element('link', { rel: 'enclosure', type, length: bytes, title: alt || undefined, href: url }),
    ),
    // Atom's own links have no dimensions (RFC 4287, section 4.2.7): Media RSS, which readers of both know.
    ...entry.media.map(({ url, type, kind, width, height, bytes }) =>
      element('media:content', { url, type, medium: kind, width, height, fileSize: bytes }),
    ),
    ...categories(entry, schemes).map(({ scheme, term }) =>
      element('category', { scheme, term, label: term }),
    ),
    entry.summary === '' ? '' : element('summary', { type: 'text' }, xmlText(entry.summary)),
  ].join('');
}

const entryBody = ({ site }: FeedView, { bodySection }: FeedEntry): string =>
  site.feedContent === 'full' ? element('content', { type: 'html' }, bodySection) : '';
