import { feedsAfter } from './catalog/feed-directory.ts';
import { Timeline } from './catalog/timeline.ts';
import type { DynamoDb, Sqs } from './clients.ts';
import { announce, announceHints } from './publish-messages.ts';
import { canaryFeed } from './resources/canary.ts';
import * as z from './zod.ts';

/** Where a rebuild goes on. */
export const rebuildPositionSchema = z.object({
  /** Feeds whose articles are all queued. */
  done: z.int(),
  /** Sort key on the timeline of the feed under way. */
  after: z.optional(z.string()),
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

/** Where catalog and publish queue are. */
export interface RebuildDependencies {
  dynamodb: DynamoDb;
  sqs: Sqs;
  catalogTable: string;
  publishQueueUrl: string;
}

/** Keeps how far a rebuild has come, so that one that was stopped goes on. */
export interface RebuildProgress {
  load(): Promise<RebuildPosition | undefined>;
  save(position: RebuildPosition): Promise<void>;
  clear(): Promise<void>;
}

const forgetful: RebuildProgress = {
  load: async () => undefined,
  save: async () => undefined,
  clear: async () => undefined,
};

/** Every article that was ever shown stands in one of these, if only as withdrawn. */
const feedsOfEverything = ['all', canaryFeed.feed];

/**
 * Has the publisher look at every article of some feeds, and at their heads; without feeds, at the whole site. Private
 * feeds follow those that they show. Safe at any time: the publisher compares with the catalog and writes what differs.
 * @param feeds as in their addresses; they exist
 */
export async function rebuild(
  deps: RebuildDependencies,
  feeds: readonly string[] = [],
  saved: RebuildProgress = forgetful,
  onProgress: (text: string) => void = () => undefined,
): Promise<Rebuilt> {
  const { dynamodb, sqs, catalogTable, publishQueueUrl } = deps;
  let position: RebuildPosition = (await saved.load()) ?? { done: 0, articles: 0 };
  const walked = feeds.length > 0 ? feeds : feedsOfEverything;
  for (const feed of walked.slice(position.done)) {
    for await (const { ids, last } of articlesOf(deps, feed, position.after)) {
      await announce(sqs, publishQueueUrl, ids);
      position = { ...position, after: last, articles: position.articles + ids.length };
      await saved.save(position);
      onProgress(`${feed}: ${position.articles} articles queued, back to ${last.slice(0, 10)}`);
    }
    position = { done: position.done + 1, articles: position.articles };
    await saved.save(position);
  }
  let heads = 0;
  for await (const some of inGroups(feeds.length > 0 ? feeds : allFeeds(), feedsPerMessage)) {
    await announceHints(sqs, publishQueueUrl, [{ feeds: some }]);
    heads += some.length;
    onProgress(`${heads} feeds queued`);
  }
  if (feeds.length === 0) await announceHints(sqs, publishQueueUrl, [{ site: true, news: true }]);
  await saved.clear();
  return { articles: position.articles, feeds: heads };

  async function* allFeeds(): AsyncGenerator<string> {
    yield 'all';
    for await (const { feed } of feedsAfter(dynamodb, catalogTable)) if (feed !== 'all') yield feed;
  }
}

/** The articles of a feed, newest first, in steps; those that were withdrawn too, for what may be left of them. */
async function* articlesOf(
  { dynamodb, catalogTable }: RebuildDependencies,
  feed: string,
  after: string | undefined,
): AsyncGenerator<{ ids: string[]; last: string }> {
  const from = after === undefined ? { month: '9999-12' } : { month: after.slice(0, 7), sortKey: after };
  let ids: string[] = [];
  let last = '';
  for await (const { kind, id, sk } of new Timeline(dynamodb, catalogTable, feed).back(from)) {
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
