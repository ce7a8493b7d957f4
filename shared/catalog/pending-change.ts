import { isUnlisted } from '../feeds/feed-id.ts';
import * as z from '../zod.ts';
import { changeOf } from './article-change.ts';
import type { ArticleRecord } from './article-record.ts';

/**
 * A change of what readers see, noted in the transaction that makes it, until it stands for good in the change log.
 * Small, and never changed once it is written.
 */
export const pendingChangeSchema = z.strictObject({
  id: z.uuid(),
  /** Of the article record that the change made; rises with each change. */
  version: z.int().check(z.positive()),
  kind: z.enum(['published', 'updated', 'withdrawn']),
  /** When it was asked for: of the upload, its deletion, or the date it was due; ISO 8601 UTC. */
  at: z.string(),
  /** Folder of the article on the site. */
  path: z.string(),
  /** Content hash of what is shown now; absent of a withdrawal. */
  hash: z.optional(z.string()),
  /** Where the article stands now; of a withdrawal, where it stood. */
  feeds: z.array(z.string()),
  /** Feeds that an update took it out of. */
  left: z.optional(z.array(z.string())),
});
export type PendingChange = z.infer<typeof pendingChangeSchema>;

/**
 * What a write of an article's record changes for readers, as the change log will tell it; undefined when nothing.
 * @param at when the change was asked for; without it, the time that the record gives of it
 */
export function pendingChange(
  before: ArticleRecord,
  after: ArticleRecord,
  at: string | undefined,
): PendingChange | undefined {
  const { shown, withdrawn, path = '' } = after;
  const change = changeOf(before, after, at ?? shown?.updated ?? withdrawn?.at ?? '');
  if (!change) return undefined;
  const earlier = listedFeeds(before);
  const present = listedFeeds(after);
  const isListed = listed(after);
  const feeds = isListed ? present : earlier;
  const left = isListed ? earlier.filter((feed) => !present.includes(feed)) : [];
  const kind = !listed(before) ? 'published' : isListed ? 'updated' : 'withdrawn';
  return {
    id: after.id,
    version: before.version + 1,
    kind,
    at: change.at,
    path,
    hash: isListed && shown ? after.claims[shown.key]?.hash : undefined,
    feeds,
    left: left.length > 0 ? left : undefined,
  };
}

/** Whether the public may know of an article. */
const listed = ({ shown }: ArticleRecord): boolean =>
  shown !== undefined && (shown.feeds.length === 0 || shown.feeds.some(({ feed }) => !isUnlisted(feed)));

/** Feeds that an article stands in, but for those that nothing public may tell of. */
const listedFeeds = ({ shown }: ArticleRecord): string[] =>
  (shown?.feeds ?? []).flatMap(({ feed }) => (isUnlisted(feed) ? [] : [feed]));
