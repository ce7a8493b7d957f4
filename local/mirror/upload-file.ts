import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type S3, statusOf } from '../../shared/clients.ts';
import type { FileContent } from './folder.ts';
import type { MirroredUpload, MirrorState } from './mirror-state.ts';

/** The bucket that mirrors a folder, and what the mirror remembers of it. */
export interface MirroredBucket {
  s3: S3;
  bucket: string;
  state: MirrorState;
}

/**
 * Brings a file's content to the bucket, unless it is there. An object that another client has put under this key since
 * the file was last uploaded stays as long as the file itself doesn't change.
 */
export async function uploadFile(to: MirroredBucket, key: string, content: FileContent): Promise<void> {
  const { s3, bucket, state } = to;
  const { md5, size } = content;
  const known = state.get(key);
  if (known?.md5 === md5 && known.etag !== null) return;
  const put = async (conditions: { IfNoneMatch?: string }) => {
    const object = { Bucket: bucket, Key: key, Body: content.body(), ContentLength: size, ...conditions };
    const { ETag } = await s3.send(new PutObjectCommand(object));
    state.set(key, { md5, etag: ETag ?? `"${md5}"` });
  };
  if (!known) {
    // Most are new: then there is nothing to look at.
    state.set(key, { md5, etag: null });
    try {
      return await put({ IfNoneMatch: '*' });
    } catch (error) {
      if (statusOf(error) !== 412 && statusOf(error) !== 409) throw error;
    }
  }
  const present = await etagOf(to, key);
  if (present === `"${md5}"`) return state.set(key, { md5, etag: present });
  state.set(key, { md5, etag: null });
  await put({});
}

/**
 * Deletes what the mirror uploaded under a key, once the file is gone.
 * @returns false when another client has changed the object since: then it stays
 */
export async function deleteUpload(from: MirroredBucket, key: string): Promise<boolean> {
  const known = from.state.get(key);
  if (!known) return true;
  const deleted = await deleteIfOurs(from, key, known);
  from.state.delete(key);
  return deleted;
}

async function deleteIfOurs(from: MirroredBucket, key: string, known: MirroredUpload): Promise<boolean> {
  const etag = known.etag ?? `"${known.md5}"`;
  try {
    await from.s3.send(new DeleteObjectCommand({ Bucket: from.bucket, Key: key, IfMatch: etag }));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return true;
    if (statusOf(error) === 412) return false;
    throw error;
  }
}

async function etagOf({ s3, bucket }: MirroredBucket, key: string): Promise<string | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ETag;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
