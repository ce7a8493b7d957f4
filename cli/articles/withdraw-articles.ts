import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import { UsageError } from '../../shared/errors.ts';
import type { Stack } from '../stack/stack.ts';
import { objectsNamed } from '../status/list-uploads.ts';
import { versionsOf } from './show-article.ts';

/** What has to be deleted for articles to leave. */
export interface WithdrawPlan {
  /** Keys of uploads that stand in the inbox. */
  keys: string[];
  /** Articles that leave. */
  articles: string[];
}

/**
 * Finds the uploads that state some articles.
 * @param withOthers also delete uploads that state further articles, which leave too
 * @throws UsageError `upload-of-many` unless that is allowed, `not-uploaded` when there is nothing to delete
 */
export async function planWithdrawal(
  stack: Stack,
  records: readonly ArticleRecord[],
  withOthers: boolean,
): Promise<WithdrawPlan> {
  const catalog = new Catalog(stack.clients.dynamodb, stack.catalogTable);
  const keys = [...new Set(records.flatMap(({ claims }) => Object.keys(claims)))];
  const meant = new Set(records.map(({ id }) => id));
  const uploads: UploadRecord[] = [];
  for (const key of keys) {
    const upload = await catalog.readUpload(key);
    if (!upload) continue;
    const others = upload.articles.filter((id) => !meant.has(id)).length;
    if (others > 0 && !withOthers) {
      throw new UsageError(
        'upload-of-many',
        `The upload ${key} states ${others} other articles, which would be withdrawn too. Take this one out of the file and push it again, or say --with-others.`,
      );
    }
    uploads.push(upload);
  }
  const objects = await objectsNamed(stack.clients.s3, stack.inboxBucket, keys);
  const present = keys.filter((key) => objects.get(key)?.deleted === false);
  if (present.length === 0) {
    throw new UsageError(
      'not-uploaded',
      'There is no upload to delete: the articles are withdrawn already, or will be in a moment.',
    );
  }
  return { keys: present, articles: [...new Set(uploads.flatMap(({ articles }) => articles))] };
}

/**
 * Brings an upload back that was deleted, by removing the markers of its deletion. The inbox tells the pipeline of it.
 * @returns the version that stands again
 * @throws UsageError `not-deleted`, `nothing-to-restore`
 */
export async function restoreUpload(stack: Stack, key: string): Promise<string | undefined> {
  const versions = await versionsOf(stack, key);
  const last = versions.findIndex(({ deleted }) => !deleted);
  if (last < 0) {
    throw new UsageError(
      'nothing-to-restore',
      `The inbox has no version of ${key}: it never had, or it has been removed for good. Upload the file again.`,
    );
  }
  if (last === 0)
    throw new UsageError('not-deleted', `${key} stands in the inbox; there is nothing to restore.`);
  // From the newest one on: the object stands again only when the last of them is gone.
  for (const { versionId } of versions.slice(0, last)) {
    const { clients, inboxBucket } = stack;
    await clients.s3.send(new DeleteObjectCommand({ Bucket: inboxBucket, Key: key, VersionId: versionId }));
  }
  return versions[last]?.versionId;
}
