import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { statusOf } from '../../shared/clients.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { Stack } from '../stack/stack.ts';
import type { InboxObject } from '../status/list-uploads.ts';
import { whyUnreadable } from '../unreadable.ts';
import { type Content, partBytes, type Source } from './source.ts';

/** What was done about one source, or about a key that no source stands for. */
export interface Uploaded {
  /** As the source is called; absent for a deletion. */
  file?: string;
  key: string;
  /** `kept`: somebody has changed the upload since it was last made; it stays as it is. */
  action: 'uploaded' | 'unchanged' | 'kept' | 'deleted' | 'failed' | 'would-upload' | 'would-delete';
  /** Version that stands in the inbox now. */
  versionId?: string;
  bytes?: number;
  /** Why it failed, for a person. */
  reason?: string;
}

/** How uploads are made. */
export interface UploadOptions {
  atOnce: number;
  dryRun?: boolean;
  /** Once it is aborted nothing new is begun. */
  signal: AbortSignal;
  onDone(done: Uploaded): void;
  /** Decides whether an object that differs may be overwritten; without it, always. */
  mayOverwrite?(object: InboxObject): Promise<boolean>;
}

type Inbox = Pick<Stack, 'inboxBucket'> & { clients: Pick<Stack['clients'], 's3'> };

/**
 * Brings sources to the inbox, many at once, without what is there already. A file that can't be read is told of and
 * keeps nobody back; an error of the inbox ends the work.
 * @param present what the inbox has of these keys
 */
export async function uploadSources(
  inbox: Inbox,
  sources: readonly Source[],
  present: ReadonlyMap<string, InboxObject>,
  options: UploadOptions,
): Promise<void> {
  await inParallel(options.atOnce, sources, async (source) => {
    if (options.signal.aborted) return;
    const { name: file, key } = source;
    let content: Content;
    try {
      content = await source.read();
    } catch (error) {
      return options.onDone({ file, key, action: 'failed', reason: whyUnreadable(error) });
    }
    const object = present.get(key);
    const there = object && !object.deleted ? object : undefined;
    const done = { file, key, bytes: content.size };
    if (there?.etag === content.etag) {
      return options.onDone({ ...done, action: 'unchanged', versionId: there.versionId });
    }
    if (there && options.mayOverwrite && !(await options.mayOverwrite(there))) {
      return options.onDone({ ...done, action: 'kept', versionId: there.versionId });
    }
    if (options.dryRun) return options.onDone({ ...done, action: 'would-upload' });
    const versionId = await upload(inbox, source, content, options.signal);
    options.onDone({ ...done, action: 'uploaded', versionId });
  });
}

async function upload(
  { clients, inboxBucket }: Inbox,
  { key, metadata }: Source,
  content: Content,
  signal: AbortSignal,
): Promise<string | undefined> {
  const input = { Bucket: inboxBucket, Key: key, Body: content.body(), Metadata: metadata };
  if (content.size <= partBytes) {
    const put = new PutObjectCommand({ ...input, ContentLength: content.size });
    return (await clients.s3.send(put)).VersionId;
  }
  const { Upload } = await import('@aws-sdk/lib-storage');
  const upload = new Upload({ client: clients.s3, params: input, partSize: partBytes, queueSize: 4 });
  const stop = () => void upload.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return (await upload.done()).VersionId;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Deletes uploads; S3 keeps their versions behind a marker. */
export async function deleteUploads(
  { clients, inboxBucket }: Inbox,
  keys: readonly string[],
  { atOnce, dryRun, signal, onDone }: UploadOptions,
): Promise<void> {
  await inParallel(atOnce, keys, async (key) => {
    if (signal.aborted) return;
    if (dryRun) return onDone({ key, action: 'would-delete' });
    const { VersionId } = await clients.s3.send(new DeleteObjectCommand({ Bucket: inboxBucket, Key: key }));
    onDone({ key, action: 'deleted', versionId: VersionId });
  });
}

/** User metadata of an upload as it stands; undefined when it is gone. */
export async function metadataOf(
  { clients, inboxBucket }: Inbox,
  key: string,
): Promise<Record<string, string> | undefined> {
  try {
    const head = await clients.s3.send(new HeadObjectCommand({ Bucket: inboxBucket, Key: key }));
    return head.Metadata ?? {};
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
