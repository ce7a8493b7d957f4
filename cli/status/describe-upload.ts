import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { mediaKey } from '../../shared/resources/object-keys.ts';
import type { InboxObject } from './list-uploads.ts';

/** What became of an upload, as `status --json` prints it: documented in docs/operating.md, and stable. */
export interface UploadStatus {
  key: string;
  /**
   * `waiting`: in the inbox, not dealt with yet, or changed since. `working`: some of its articles are done.
   * `unknown`: neither the inbox nor the catalog knows the key.
   */
  state: 'waiting' | 'working' | 'accepted' | 'rejected' | 'deleted' | 'unknown';
  /** Why it was rejected. */
  code?: string;
  reason?: string;
  /** When it was uploaded, or deleted; ISO 8601 UTC. */
  uploaded?: string;
  bytes?: number;
  /** When the pipeline dealt with it, ISO 8601 UTC. */
  at?: string;
  articles: ArticleStatus[];
  media?: { type?: string; url: string };
}

/** What became of an article of an upload. */
export interface ArticleStatus {
  id: string;
  /**
   * `published`: on the site, within seconds. `scheduled`: at its time, `due`. `withheld`: a draft and the like.
   * `superseded`: on the site as another upload states it. `withdrawn`: no longer on the site.
   */
  state: 'published' | 'scheduled' | 'withheld' | 'superseded' | 'withdrawn';
  title?: string;
  url?: string;
  published?: string;
  updated?: string;
  due?: string;
}

/** Articles that an upload holds, or held until it was deleted. */
export const articlesOf = ({ state, articles, dropped }: UploadRecord): string[] =>
  state === 'deleted' ? dropped : articles;

/** Puts together what inbox and catalog say of one key. @param siteUrl ends with a slash */
export function describeUpload(
  key: string,
  object: InboxObject | undefined,
  record: UploadRecord | undefined,
  articles: ReadonlyMap<string, ArticleRecord>,
  siteUrl: string,
): UploadStatus {
  const ids = record ? articlesOf(record) : [];
  return {
    key,
    state: stateOf(object, record),
    code: record?.code,
    reason: record?.reason,
    uploaded: object?.lastModified ?? record?.lastModified,
    bytes: object?.bytes ?? record?.bytes,
    at: record?.at,
    articles: ids.map((id) => describeArticle(id, key, articles.get(id), siteUrl)),
    media: record?.media && {
      type: record.media.type,
      url: siteAddress(siteUrl, mediaKey(record.media.name)),
    },
  };
}

function stateOf(object: InboxObject | undefined, record: UploadRecord | undefined): UploadStatus['state'] {
  if (!object) return record ? (record.state === 'deleted' ? 'deleted' : 'waiting') : 'unknown';
  if (object.deleted) return !record || record.state === 'deleted' ? 'deleted' : 'waiting';
  // What the record speaks of is not what is there now.
  if (!record || record.state === 'deleted' || record.versionId !== object.versionId) return 'waiting';
  return record.state;
}

function describeArticle(
  id: string,
  key: string,
  record: ArticleRecord | undefined,
  siteUrl: string,
): ArticleStatus {
  const { shown, claims = {}, scheduledAt, path } = record ?? {};
  const title = (claims[key] ?? (shown && claims[shown.key]))?.title;
  if (!shown) {
    const state = scheduledAt ? 'scheduled' : claims[key] ? 'withheld' : 'withdrawn';
    return { id, state, title, due: scheduledAt };
  }
  return {
    id,
    state: shown.key === key ? 'published' : 'superseded',
    title,
    url: path === undefined ? undefined : siteAddress(siteUrl, path),
    published: shown.published,
    updated: shown.updated,
  };
}
