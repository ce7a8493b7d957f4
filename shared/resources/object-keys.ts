/** S3 keys of the store and site buckets. Site keys are the URLs' paths without the leading slash, not encoded. */

/** Store: an immutable revision of an article. @param name its content hash and the record's version */
export const revisionKey = (id: string, name: string): string => `${revisionsFolder}${id}/${name}.json`;
export const revisionsFolder = 'revisions/';

/** The reverse of `revisionKey`; undefined for any other key. */
export function revisionOfKey(key: string): { id: string; name: string } | undefined {
  const [, id, name] = /^revisions\/([0-9a-f-]{36})\/([^/]+)\.json$/.exec(key) ?? [];
  return id !== undefined && name !== undefined ? { id, name } : undefined;
}

/** The documents of one article. */
export const articleDocuments = ['index.html', 'article.json', 'article.md', 'ninjs.json'] as const;

/** The documents of a feed's head and of each of its archive pages. */
export const feedDocuments = ['index.html', 'feed.json', 'rss.xml', 'atom.xml'] as const;
export type FeedDocumentName = (typeof feedDocuments)[number];

/** Store and site: a media file, named by its content. */
export const mediaKey = (name: string): string => `media/${name}`;

/**
 * Folder of an article on the site, with a trailing slash.
 * The id's first eight digits keep apart articles that share slug and month, whichever came first.
 * @param published ISO 8601 instant of the first publication
 */
export const articleFolder = (published: string, slug: string, id: string): string =>
  `articles/${published.slice(0, 4)}/${published.slice(5, 7)}/${slug}-${id.slice(0, 8)}/`;

/** Folder of a feed: empty for the feed of everything, else `tags/<tag>/` and the like. */
export const feedFolder = (feed: string): string => (feed === 'all' ? '' : `${feed}/`);

export const archiveFolder = (feed: string, page: string): string => `${feedFolder(feed)}archive/${page}/`;

/** The page that answers for a missing path, with status 404. */
export const notFoundKey = '404.html';

/** Documents of the site as a whole. */
export const opmlKey = 'feeds.opml';
export const robotsKey = 'robots.txt';

/** Sitemaps: the index of all, the parts it names (`yyyy-mm` and so on), that of the feeds' pages, and the news. */
export const sitemapKey = 'sitemap.xml';
export const newsSitemapKey = 'news-sitemap.xml';
export const sitemapsFolder = 'sitemaps/';
export const sitemapPartKey = (part: string): string => `${sitemapsFolder}${part}.xml`;
export const feedsSitemapKey = sitemapPartKey('feeds');
export const extensionFolder = 'schema/json-feed-extension/';
export const articleSchemaKey = 'schema/article.v1.json';
export const eventsSchemaKey = 'schema/events.v1.json';

/** The change log: its newest page, a full page for good, and the schema of both. */
export const changesKey = 'changes.json';
export const sealedChangesPageKey = (page: number | '{page}'): string => `changes/${page}.json`;
export const changesSchemaKey = 'schema/changes.v1.json';

/** Media types by ending of a site key, as sent to readers. */
export const contentTypes: Readonly<Record<string, string>> = {
  'feed.json': 'application/feed+json; charset=utf-8',
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.opml': 'text/x-opml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Media type of a site key; `application/octet-stream` when its ending is unknown. */
export function contentTypeOf(key: string): string {
  const ending = Object.keys(contentTypes).find((suffix) => key.endsWith(suffix));
  return (ending && contentTypes[ending]) || 'application/octet-stream';
}

/**
 * Media type that a site object is stored under. CloudFront compresses by the type that S3 sends, and its list lacks
 * these four (AWS, "File types that CloudFront compresses"), so they are stored as the nearest type on the list and
 * `shared/edge/viewer-response.js` gives readers the one that `contentTypeOf` names.
 */
const storedContentTypes: Readonly<Record<string, string>> = {
  'feed.json': 'application/json; charset=utf-8',
  'atom.xml': 'application/xml; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.opml': 'application/xml; charset=utf-8',
};

/** The Content-Type to PUT a site object with: what readers are sent, or a type on CloudFront's list in its place. */
export function storedContentTypeOf(key: string): string {
  const ending = Object.keys(storedContentTypes).find((suffix) => key.endsWith(suffix));
  return (ending && storedContentTypes[ending]) || contentTypeOf(key);
}

/**
 * User metadata (`x-amz-meta-`) of a site object that `shared/edge/viewer-response.js` obeys; readers never see it.
 *
 * - `status`: `410` for a withdrawn article. The object's bytes are the page that says so. Sent without validators.
 * - `location`: where a moved article is now: a path of this site with a leading slash, percent-encoded. Sent as 301.
 * - `link`: the Link header (RFC 8288) of a feed with WebSub hubs: `rel="hub"` and `rel="self"`.
 * - `encodings`: `br`, `gzip` or `br,gzip`, for a document above the 10,000,000 bytes that CloudFront compresses.
 *   Compressed copies stand at `compressedCopyKey`, written before it, with Content-Encoding and the document's stored
 *   type; clients that accept them are sent there (307), all others get the bytes as they are.
 */
export const objectMetadata = {
  status: 'dropwire-status',
  location: 'dropwire-location',
  encodings: 'dropwire-encodings',
  link: 'dropwire-link',
} as const;

/** Codings in which copies of large documents are kept, in the edge's order of preference. */
export const copyCodings = ['br', 'gzip'] as const;

/**
 * Key of a compressed copy of a site document.
 * @param etag of the document: 32 hexadecimal digits in quotes, its MD5
 */
export const compressedCopyKey = (key: string, etag: string, coding: (typeof copyCodings)[number]): string =>
  `${key}.${etag.replaceAll('"', '')}.${coding === 'gzip' ? 'gz' : coding}`;

/**
 * Cache-Control of a site key: heads are fresh within a minute, archive pages for an hour; media and full pages of the
 * change log never change.
 */
export function cacheControlOf(key: string): string {
  if (/(^|\/)archive\/[^/]+\//.test(key)) {
    return 'public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800';
  }
  if (key.startsWith('private/')) return 'private, max-age=30';
  if (/^(media|changes)\//.test(key)) return 'public, max-age=31536000, immutable';
  return 'public, max-age=30, stale-while-revalidate=30, stale-if-error=86400';
}

/** Tags that an upload carries once it has been dealt with. */
export const uploadTags = { status: 'dropwire-status', reason: 'dropwire-reason' } as const;
