import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { CatalogConflictError } from '../../shared/catalog/catalog.ts';
import { RetryableError } from '../../shared/errors.ts';
import { encodedPath } from '../../shared/feeds/addresses.ts';
import { isUnlisted } from '../../shared/feeds/feed-id.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { feedDocuments, feedFolder, revisionKey } from '../../shared/resources/object-keys.ts';
import type { PublishDependencies } from './dependencies.ts';

/**
 * After the site no longer shows them: drops withdrawn articles from the CDN and deletes revisions that nobody
 * claims any more. The record lists these until they are gone, so a crash in between is made good by redelivery.
 */
export async function cleanUp(
  deps: PublishDependencies,
  records: ArticleRecord[],
  failed: (id: string, error: unknown) => void,
): Promise<void> {
  const pending = records.filter(({ condemned }) => condemned.length > 0);
  try {
    await invalidate(
      deps,
      pending.filter(({ withdrawn }) => withdrawn && !withdrawn.feeds.every(isUnlisted)),
    );
  } catch (error) {
    for (const { id } of pending) failed(id, error);
    return;
  }
  await inParallel(8, pending, async (record) => {
    try {
      await deleteCondemned(deps, record);
    } catch (error) {
      failed(record.id, error);
    }
  });
}

/** One invalidation for all of them. */
async function invalidate({ cdn, clock }: PublishDependencies, withdrawn: ArticleRecord[]): Promise<void> {
  const [first] = withdrawn;
  if (!cdn || !first) return;
  const folders = withdrawn.map((record) => `${record.path}*`);
  const feeds = withdrawn.flatMap((record) => record.withdrawn?.feeds ?? []);
  const keys = new Set([...folders, ...feeds.flatMap(feedPaths)]);
  await cdn.invalidate(
    [...keys].map((key) => `/${encodedPath(key)}`),
    `${clock.now()}-${first.id}`,
  );
}

/**
 * The feed of everything has the root as its folder: a star there would drop the whole site. Compressed copies of large
 * documents have their names for a beginning.
 */
function feedPaths(feed: string): string[] {
  return feed === 'all'
    ? ['', ...feedDocuments.map((name) => `${name}*`), 'feed', 'archive/*']
    : [`${feedFolder(feed)}*`];
}

async function deleteCondemned(deps: PublishDependencies, record: ArticleRecord): Promise<void> {
  const { s3, catalog, config } = deps;
  const Objects = record.condemned.map((name) => ({ Key: revisionKey(record.id, name) }));
  for (let start = 0; start < Objects.length; start += 1000) {
    const Delete = { Objects: Objects.slice(start, start + 1000), Quiet: true };
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: config.storeBucket, Delete }));
    const [error] = answer.Errors ?? [];
    if (error) throw new RetryableError('revision-not-deleted', `${error.Key}: ${error.Message}`);
  }
  try {
    await catalog.commit({ article: { before: record, after: { ...record, condemned: [] } } });
  } catch (error) {
    // Whoever changed the record meanwhile has told the publisher of it, and that message will come here again.
    if (!(error instanceof CatalogConflictError)) throw error;
  }
}
