import { isFeed } from '../../shared/catalog/feed-directory.ts';
import { UsageError } from '../../shared/errors.ts';
import { type RebuildProgress, type Rebuilt, rebuild } from '../../shared/rebuild.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Has the publisher look at every article of some feeds, and at their heads; without feeds, at the whole site.
 * @throws UsageError `no-such-feed`
 */
export async function rebuildFeeds(
  { clients, catalogTable, queues }: Stack,
  feeds: readonly string[],
  saved: RebuildProgress,
  onProgress: (text: string) => void,
): Promise<Rebuilt> {
  const { dynamodb, sqs } = clients;
  for (const feed of feeds) {
    if (feed === 'all' || (await isFeed(dynamodb, catalogTable, feed))) continue;
    throw new UsageError(
      'no-such-feed',
      `There is no feed ${feed}. Feeds are named as in their addresses: all, tags/ferries, sections/news, authors/jo-doe, languages/en.`,
    );
  }
  return rebuild(
    { dynamodb, sqs, catalogTable, publishQueueUrl: queues.publish.url },
    feeds,
    saved,
    onProgress,
  );
}
