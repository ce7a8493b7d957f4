import {
  articleDocuments,
  articleSchemaKey,
  changesKey,
  changesSchemaKey,
  eventsSchemaKey,
  extensionFolder,
  type FeedDocumentName,
  feedDocuments,
  feedsSitemapKey,
  mediaKey,
  newsSitemapKey,
  notFoundKey,
  opmlKey,
  robotsKey,
  sitemapKey,
  sitemapPartKey,
} from './object-keys.ts';

/** What an object of the site bucket is, as far as its key tells. */
export type SiteKey =
  | { kind: 'article'; folder: string }
  | { kind: 'head'; feed: string; name: FeedDocumentName }
  | { kind: 'archive'; feed: string; page: string; name: FeedDocumentName }
  /** A part of the sitemap. */
  | { kind: 'sitemap'; month: string }
  /** Of the site as a whole. */
  | { kind: 'site' }
  /** A media file, named by its content. */
  | { kind: 'media' }
  /** A page of the change log: history, which the catalog can't call for. */
  | { kind: 'changes' }
  /** A compressed copy of the document `of`, as it was when it had this ETag. */
  | { kind: 'copy'; of: string; etag: string }
  | { kind: 'unknown' };

const copyKey = /^(.+)\.([0-9a-f]{32})\.(?:br|gz)$/;
const articleKey = /^((?:canary\/)?articles\/\d{4}\/\d{2}\/[^/]+\/)([^/]+)$/;
const feedKey =
  /^(?:((?:tags|sections|authors|languages)\/[^/]+|canary)\/)?(?:archive\/(\d{4}-\d{2}(?:-[0-9a-f]{8})?)\/)?([^/]+)$/;
const privateKey = /^(private\/[\w-]+)\/([^/]+)$/;
const mediaFile = new RegExp(`^${mediaKey('')}[^/]+$`);
const changesPage = /^changes\/\d+\.json$/;
const sitemapPart = new RegExp(`^${sitemapPartKey('(\\d{4}-\\d{2})(?:-[0-9a-f]{8})?').replace('.', '\\.')}$`);
const siteKeys: readonly string[] = [
  opmlKey,
  robotsKey,
  sitemapKey,
  newsSitemapKey,
  feedsSitemapKey,
  notFoundKey,
  articleSchemaKey,
  changesSchemaKey,
  eventsSchemaKey,
  `${extensionFolder}index.html`,
];

/** Tells what a key of the site bucket stands for: the reverse of the functions in `object-keys.ts`. */
export function siteKeyOf(key: string): SiteKey {
  const [, of, hash] = copyKey.exec(key) ?? [];
  if (of !== undefined) return { kind: 'copy', of, etag: `"${hash}"` };
  const article = articleKey.exec(key);
  if (article) {
    const [, folder = '', name = ''] = article;
    return includes(articleDocuments, name) ? { kind: 'article', folder } : { kind: 'unknown' };
  }
  if (siteKeys.includes(key)) return { kind: 'site' };
  if (key === changesKey || changesPage.test(key)) return { kind: 'changes' };
  const [, month] = sitemapPart.exec(key) ?? [];
  if (month !== undefined) return { kind: 'sitemap', month };
  if (mediaFile.test(key)) return { kind: 'media' };
  const [, reader, document = ''] = privateKey.exec(key) ?? [];
  if (reader !== undefined && includes(feedDocuments, document))
    return { kind: 'head', feed: reader, name: document };
  const [, feed = 'all', page, name = ''] = feedKey.exec(key) ?? [];
  if (!includes(feedDocuments, name)) return { kind: 'unknown' };
  return page === undefined ? { kind: 'head', feed, name } : { kind: 'archive', feed, page, name };
}

function includes<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((each) => each === name);
}
