import { isUnlisted } from '../feeds/feed-id.ts';
import { isDeepStrictEqual } from '../node-util.ts';
import type { ArticleChange } from './article-change-schema.ts';
import type { ArticleRecord } from './article-record.ts';

/**
 * What a write to the catalog changes for readers; undefined when that is nothing, as with drafts and with what stands in
 * unlisted feeds only.
 * @param at when the change was asked for, ISO 8601 UTC
 */
export function changeOf(before: ArticleRecord, after: ArticleRecord, at: string): ArticleChange | undefined {
  if (isDeepStrictEqual(before.shown, after.shown)) return undefined;
  const feeds = [...(before.shown?.feeds ?? []), ...(after.shown?.feeds ?? [])];
  if (feeds.length > 0 && feeds.every(({ feed }) => isUnlisted(feed))) return undefined;
  const change = !before.shown ? 'published' : after.shown ? 'updated' : 'withdrawn';
  return { article: after.id, change, at };
}
