import { GetObjectCommand, type GetObjectCommandOutput, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { type S3, statusOf } from '../../shared/clients.ts';
import { maxUploadBytes } from '../../shared/resources/settings.ts';

/** An upload as it stands in the inbox. */
export interface Upload {
  key: string;
  /** Absent when it is too large to be read into memory. */
  bytes: Uint8Array | undefined;
  size: number;
  versionId: string | undefined;
  etag: string | undefined;
  contentType: string | undefined;
  /** Tags that the uploader has put on it. */
  tags: number;
  /** ISO 8601 UTC, whole seconds. */
  lastModified: string;
}

/** Reads the present state of an upload, or one version of it; undefined when there is none: it was deleted. */
export async function readUpload(
  s3: S3,
  bucket: string,
  key: string,
  versionId?: string,
): Promise<Upload | undefined> {
  let answer: GetObjectCommandOutput;
  try {
    answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  } catch (error) {
    // 405: the version is a delete marker (Amazon S3 user guide, "Working with delete markers").
    if (statusOf(error) === 404 || statusOf(error) === 405) return undefined;
    throw error;
  }
  const size = answer.ContentLength ?? 0;
  return {
    key,
    bytes: await bodyOf(answer, size),
    size,
    versionId: answer.VersionId,
    etag: answer.ETag,
    contentType: answer.ContentType,
    tags: answer.TagCount ?? 0,
    lastModified: wholeSecond(answer.LastModified ?? new Date(0)),
  };
}

async function bodyOf(answer: GetObjectCommandOutput, size: number): Promise<Uint8Array | undefined> {
  if (size <= maxUploadBytes) return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  const stream = answer.Body as { destroy?: () => void } | undefined;
  stream?.destroy?.();
  return undefined;
}

/** Versions looked at for one that is good. */
const versionsSearched = 10;

/**
 * Earlier versions of an upload since its last deletion, newest first: when the newest is rejected, the newest good
 * one stays in force, whatever order the events came in.
 */
export async function* earlierVersions(s3: S3, bucket: string, upload: Upload): AsyncGenerator<Upload> {
  const listing = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: upload.key, MaxKeys: 4 * versionsSearched }),
  );
  const versions = (listing.Versions ?? []).filter(({ Key }) => Key === upload.key);
  const present = versions.findIndex(({ VersionId }) => VersionId === upload.versionId);
  if (present === -1) return;
  const deletions = (listing.DeleteMarkers ?? []).filter(({ Key }) => Key === upload.key);
  const presentTime = versions[present]?.LastModified?.getTime() ?? 0;
  const deletedAt = Math.max(
    0,
    ...deletions
      .map(({ LastModified }) => LastModified?.getTime() ?? 0)
      .filter((time) => time <= presentTime),
  );
  for (const { VersionId, LastModified } of versions.slice(present + 1, present + 1 + versionsSearched)) {
    // Times are whole seconds: in doubt the deletion counts, so that nothing withdrawn comes back.
    if ((LastModified?.getTime() ?? 0) <= deletedAt) return;
    const version = await readUpload(s3, bucket, upload.key, VersionId);
    if (version) yield version;
  }
}

/** An instant cut to its second: S3 gives no more in headers, and events must compare with them. */
export function wholeSecond(time: Date | string): string {
  return new Date(Math.floor(new Date(time).getTime() / 1000) * 1000).toISOString();
}
