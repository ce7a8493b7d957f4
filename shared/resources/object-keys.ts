/** S3 keys of the store and site buckets. Site keys are the URLs' paths without the leading slash, not encoded. */

/** Store: an immutable revision of an article. @param name its content hash, salted where one was condemned. */
export const revisionKey = (id: string, name: string): string => `revisions/${id}/${name}.json`;

/** The documents of one article. */
export const articleDocuments = ['index.html', 'article.json', 'article.md'] as const;

/** The documents of a feed's head and of each of its archive pages. */
export const feedDocuments = ['index.html', 'feed.json', 'rss.xml', 'atom.xml'] as const;
export type FeedDocumentName = (typeof feedDocuments)[number];

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

/** Media types by ending of a site key, as sent to readers. */
export const contentTypes: Readonly<Record<string, string>> = {
  'feed.json': 'application/feed+json; charset=utf-8',
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Media type of a site key; `application/octet-stream` when its ending is unknown. */
export function contentTypeOf(key: string): string {
  const ending = Object.keys(contentTypes).find((suffix) => key.endsWith(suffix));
  return (ending && contentTypes[ending]) || 'application/octet-stream';
}

/** Cache-Control of a site key: heads are fresh within a minute, archive pages for an hour, both served stale meanwhile. */
export function cacheControlOf(key: string): string {
  if (/(^|\/)archive\/[^/]+\//.test(key)) {
    return 'public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800';
  }
  return 'public, max-age=30, stale-while-revalidate=30, stale-if-error=86400';
}

/** Tags that an upload carries once it has been dealt with. */
export const uploadTags = { status: 'dropwire-status', reason: 'dropwire-reason' } as const;
