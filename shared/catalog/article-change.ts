import { isDeepStrictEqual } from 'node:util';
import { isUnlisted } from '../feeds/feed-id.ts';
import * as z from '../zod.ts';
import type { ArticleRecord } from './article-record.ts';

/** A change that readers are to see. It travels to the publisher for measuring only: what to show is read anew there. */
export const articleChangeSchema = z.strictObject({
  article: z.uuid(),
  change: z.enum(['published', 'updated', 'withdrawn']),
  /** When it was asked for: of the upload, its deletion, or the date it was due; ISO 8601 UTC. */
  at: z.string(),
});
export type ArticleChange = z.infer<typeof articleChangeSchema>;

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
