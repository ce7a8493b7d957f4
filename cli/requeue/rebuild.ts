import * as z from 'zod';
import { feedsAfter, isFeed } from '../../shared/catalog/feed-directory.ts';
import { Timeline } from '../../shared/catalog/timeline.ts';
import { UsageError } from '../../shared/errors.ts';
import { announce, announceHints } from '../../shared/publish-messages.ts';
import type { Stack } from '../stack/stack.ts';
import type { SavedProgress } from './saved-progress.ts';

/** Where a rebuild goes on. */
export const rebuildPositionSchema = z.object({
  /** Feeds whose articles are all queued. */
  done: z.int(),
  /** Sort key on the timeline of the feed under way. */
  after: z.string().optional(),
  articles: z.int(),
});
export type RebuildPosition = z.infer<typeof rebuildPositionSchema>;

/** What was put into the publish queue. */
export interface Rebuilt {
  articles: number;
  feeds: number;
}

/** Articles queued between two notes of how far it has come. */
const articlesPerStep = 200;
const feedsPerMessage = 20;

/**
 * Has the publisher look at every article of some feeds, and at their heads; without feeds, at the whole site.
 * Safe at any time: the publisher compares with the catalog and writes what differs.
 * @throws UsageError `no-such-feed`
 */
export async function rebuild(
  stack: Stack,
  feeds: readonly string[],
  saved: Pick<SavedProgress<RebuildPosition>, 'load' | 'save' | 'clear'>,
  onProgress: (text: string) => void,
): Promise<Rebuilt> {
  const { dynamodb, sqs } = stack.clients;
  const queueUrl = stack.queues.publish.url;
  await checkFeeds(stack, feeds);
  let position: RebuildPosition = (await saved.load()) ?? { done: 0, articles: 0 };
  // Every article stands in the feed of everything.
  const walked = feeds.length > 0 ? feeds : ['all'];
  for (const feed of walked.slice(position.done)) {
    for await (const { ids, last } of articlesOf(stack, feed, position.after)) {
      await announce(sqs, queueUrl, ids);
      position = { ...position, after: last, articles: position.articles + ids.length };
      await saved.save(position);
      onProgress(`${feed}: ${position.articles} articles queued, back to ${last.slice(0, 10)}`);
    }
    position = { done: position.done + 1, articles: position.articles };
    await saved.save(position);
  }
  let heads = 0;
  for await (const some of inGroups(feeds.length > 0 ? feeds : allFeeds(stack), feedsPerMessage)) {
    await announceHints(sqs, queueUrl, [{ feeds: some }]);
    heads += some.length;
    onProgress(`${heads} feeds queued`);
  }
  if (feeds.length === 0) await announceHints(sqs, queueUrl, [{ site: true, news: true }]);
  await saved.clear();
  return { articles: position.articles, feeds: heads };

  async function* allFeeds({ catalogTable }: Stack): AsyncGenerator<string> {
    yield 'all';
    for await (const { feed } of feedsAfter(dynamodb, catalogTable)) if (feed !== 'all') yield feed;
  }
}

async function checkFeeds({ clients, catalogTable }: Stack, feeds: readonly string[]): Promise<void> {
  for (const feed of feeds) {
    if (feed === 'all' || (await isFeed(clients.dynamodb, catalogTable, feed))) continue;
    throw new UsageError(
      'no-such-feed',
      `There is no feed ${feed}. Feeds are named as in their addresses: all, tags/ferries, sections/news, authors/jo-doe, languages/en.`,
    );
  }
}

/** The articles of a feed, newest first, in steps; those that were withdrawn too, for what may be left of them. */
async function* articlesOf(
  { clients, catalogTable }: Stack,
  feed: string,
  after: string | undefined,
): AsyncGenerator<{ ids: string[]; last: string }> {
  const from = after === undefined ? { month: '9999-12' } : { month: after.slice(0, 7), sortKey: after };
  let ids: string[] = [];
  let last = '';
  for await (const { kind, id, sk } of new Timeline(clients.dynamodb, catalogTable, feed).back(from)) {
    // A correction has its entry elsewhere on the same timeline.
    if (kind === 'C') continue;
    ids.push(id);
    last = sk;
    if (ids.length < articlesPerStep) continue;
    yield { ids, last };
    ids = [];
  }
  if (ids.length > 0) yield { ids, last };
}

async function* inGroups<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
