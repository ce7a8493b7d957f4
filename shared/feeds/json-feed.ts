import { extensionFolder } from '../resources/object-keys.ts';
import { siteAddress } from './addresses.ts';
import { entryId, type FeedEntry, feedEntry, piece, usableAuthor } from './entry.ts';
import {
  archiveAddress,
  type FeedView,
  feedLanguage,
  feedTitle,
  feedUpdated,
  headAddress,
  hubs,
  ownAddress,
} from './feed-view.ts';
import { cleanLine, cleanTextAsJson } from './plain-text.ts';

/** Where the `_dropwire` extension of JSON Feed is described. */
export const extensionAddress = (siteUrl: string): string => siteAddress(siteUrl, extensionFolder);

/** JSON Feed 1.1 with the `_dropwire` extension: archive links, tombstones and other forms of each article. */
export function renderFeedJson(view: FeedView): string {
  const { site, siteUrl, feed, previousArchive, nextArchive } = view;
  const archive = (page?: string) =>
    page === undefined ? undefined : archiveAddress(siteUrl, feed.feed, page, 'feed.json');
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feedTitle(view),
    home_page_url: ownAddress(view),
    feed_url: ownAddress(view, 'feed.json'),
    description: cleanLine(site.description) || undefined,
    next_url: archive(previousArchive),
    language: feedLanguage(view),
    authors: site.author ? usableAuthor(site.author) : undefined,
    hubs: webSubHubs(view),
    _dropwire: {
      about: extensionAddress(siteUrl),
      feed: feed.feed,
      updated: feedUpdated(view),
      archive: view.page,
      current: view.page === undefined ? undefined : headAddress(siteUrl, feed.feed, 'feed.json'),
      previous_archive: archive(previousArchive),
      next_archive: archive(nextArchive),
      withdrawn: view.withdrawals.map(({ id, url, at }) => ({ id: entryId(id), url, at })),
    },
    items: [],
  };
  const key = `json ${site.feedContent}`;
  let items = '';
  for (const entry of view.entries.map(feedEntry)) {
    items += (items && ',') + piece(entry, key, () => itemText(view, entry));
  }
  // The items are text already; they belong between the brackets that end the document.
  return `${JSON.stringify(document).slice(0, -']}'.length)}${items}]}\n`;
}

function webSubHubs({ site, page }: FeedView) {
  const urls = page === undefined ? hubs(site) : [];
  return urls.length === 0 ? undefined : urls.map((url) => ({ type: 'WebSub', url }));
}

/** An item as JSON. The body, which is most of it, is written apart. */
function itemText({ site }: FeedView, entry: FeedEntry): string {
  const { id, url, title, body, summary } = entry;
  const content =
    site.feedContent === 'full'
      ? `"content_html":${cleanTextAsJson(body)}`
      : `"content_text":${cleanTextAsJson(summary || title)}`;
  const before = JSON.stringify({ id, url, title }).slice(0, -'}'.length);
  return `${before},${content},${JSON.stringify(rest(entry)).slice('{'.length)}`;
}

/** All that comes after the body. */
function rest(entry: FeedEntry) {
  const attachments = entry.media.flatMap(({ url, type, bytes, alt }) =>
    type === undefined ? [] : [{ url, mime_type: type, size_in_bytes: bytes, title: alt || undefined }],
  );
  const dimensions = entry.media.flatMap(({ url, width, height }) =>
    width === undefined || height === undefined ? [] : [{ url, width, height }],
  );
  return {
    summary: entry.summary || undefined,
    image: entry.image?.url,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: entry.authors.length === 0 ? undefined : entry.authors,
    tags: entry.tags.length === 0 ? undefined : entry.tags,
    language: entry.language,
    attachments: attachments.length === 0 ? undefined : attachments,
    _dropwire: {
      section: entry.section,
      canonical_url: entry.canonicalUrl,
      article_json: entry.jsonUrl,
      article_markdown: entry.markdownUrl,
      article_ninjs: entry.ninjsUrl,
      media: dimensions.length === 0 ? undefined : dimensions,
      updated: entry.updated,
    },
  };
}
