import { ListObjectVersionsCommand, type ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { type ArticleRecord, articleRecordSchema } from '../../shared/catalog/article-record.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { type UploadRecord, uploadRecordSchema } from '../../shared/catalog/upload-record.ts';
import type { S3 } from '../../shared/clients.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { articleKey, uploadKey } from '../../shared/resources/table-keys.ts';
import type { Stack } from '../stack/stack.ts';
import { articlesOf, describeUpload, type UploadStatus } from './describe-upload.ts';

/** What the inbox has of a key at present: its newest version, or the marker of its deletion. */
export interface InboxObject {
  key: string;
  versionId: string | undefined;
  deleted: boolean;
  /** ISO 8601 UTC */
  lastModified: string | undefined;
  bytes: number | undefined;
  /** With quotes, as S3 gives it. */
  etag?: string;
}

const looksAtOnce = 16;

/**
 * Tells what became of uploads: the inbox's listing joined with the catalog.
 * @param keys absent: all that the inbox has, and what was deleted from it lately
 * @returns in the order asked for, else in that of the keys
 */
export async function listUploads(stack: Stack, keys?: readonly string[]): Promise<UploadStatus[]> {
  const { clients, inboxBucket, catalogTable } = stack;
  const objects = keys
    ? await objectsNamed(clients.s3, inboxBucket, keys)
    : await allObjects(clients.s3, inboxBucket);
  const wanted = keys ? [...new Set(keys)] : [...objects.keys()];
  const records = new Map<string, UploadRecord>();
  for (const record of await readMany(
    clients.dynamodb,
    catalogTable,
    wanted.map(uploadKey),
    uploadRecordSchema,
  )) {
    records.set(record.key, record);
  }
  const ids = new Set([...records.values()].flatMap(articlesOf));
  const articles = new Map<string, ArticleRecord>();
  for (const article of await readMany(
    clients.dynamodb,
    catalogTable,
    [...ids].map(articleKey),
    articleRecordSchema,
  )) {
    articles.set(article.id, article);
  }
  return wanted.map((key) =>
    describeUpload(key, objects.get(key), records.get(key), articles, stack.siteUrl),
  );
}

/** What the inbox has of every key that begins so, and what was deleted lately, in the order of the keys. */
export async function allObjects(s3: S3, Bucket: string, Prefix = ''): Promise<Map<string, InboxObject>> {
  const objects = new Map<string, InboxObject>();
  const input: ListObjectVersionsCommandInput = { Bucket, ...(Prefix && { Prefix }) };
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand(input));
    for (const object of newestIn(page)) objects.set(object.key, object);
    if (!page.IsTruncated) break;
    input.KeyMarker = page.NextKeyMarker;
    input.VersionIdMarker = page.NextVersionIdMarker;
  }
  // Versions and deletions come in lists of their own.
  return new Map([...objects].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the inbox has of some keys; those it never had are left out. */
export async function objectsNamed(
  s3: S3,
  Bucket: string,
  keys: readonly string[],
): Promise<Map<string, InboxObject>> {
  const objects = new Map<string, InboxObject>();
  await inParallel(looksAtOnce, new Set(keys), async (key) => {
    // A key comes before all that it is a prefix of, and of a key the newest version comes first.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key, MaxKeys: 1 }));
    for (const object of newestIn(page)) if (object.key === key) objects.set(key, object);
  });
  return objects;
}

interface VersionsPage {
  Versions?: {
    Key?: string;
    VersionId?: string;
    IsLatest?: boolean;
    LastModified?: Date;
    Size?: number;
    ETag?: string;
  }[];
  DeleteMarkers?: { Key?: string; VersionId?: string; IsLatest?: boolean; LastModified?: Date }[];
}

function newestIn({ Versions = [], DeleteMarkers = [] }: VersionsPage): InboxObject[] {
  const present = Versions.map((version) => ({ ...version, deleted: false }));
  const deleted = DeleteMarkers.map((marker) => ({
    ...marker,
    Size: undefined,
    ETag: undefined,
    deleted: true,
  }));
  return [...present, ...deleted]
    .filter(({ IsLatest }) => IsLatest)
    .map(({ Key = '', VersionId, LastModified, Size, ETag, deleted }) => ({
      key: Key,
      versionId: VersionId,
      deleted,
      lastModified: LastModified?.toISOString(),
      bytes: Size,
      etag: ETag,
    }));
}
