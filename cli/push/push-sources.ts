import type { Stack } from '../stack/stack.ts';
import type { UploadStatus } from '../status/describe-upload.ts';
import { allObjects, type InboxObject, objectsNamed } from '../status/list-uploads.ts';
import { bar } from '../terminal.ts';
import { type FollowOptions, followUploads } from './follow-uploads.ts';
import type { Source } from './source.ts';
import { deleteUploads, type Uploaded, type UploadOptions, uploadSources } from './upload-sources.ts';

/** What is to be pushed, and how. */
export interface PushRequest {
  sources: readonly Source[];
  /** Files that can't be uploaded, and why. */
  problems: readonly { file: string; reason: string }[];
  /** Delete the uploads below this prefix that no source stands for; undefined deletes nothing. */
  deleteBelow?: string;
  dryRun?: boolean;
  /** Without it the uploads are not followed. */
  follow?: Pick<FollowOptions, 'clock' | 'isLive' | 'patienceMs'>;
  atOnce: number;
  signal: AbortSignal;
  mayOverwrite?: UploadOptions['mayOverwrite'];
}

/** What was done about one file, and what became of it: a line of `--json`; documented in docs/commands.md, and stable. */
export type PushResult = Omit<Uploaded, 'versionId'> &
  Partial<Omit<UploadStatus, 'key'>> & {
    /** It was given up before the pipeline, or the site, had come to an end with it. */
    pending?: true;
  };

/** How many files were dealt with in which way. */
export interface PushSums {
  uploaded: number;
  unchanged: number;
  kept: number;
  deleted: number;
  failed: number;
  rejected: number;
  /** Not dealt with, or not on the site, when it was given up or interrupted. */
  waiting: number;
  /** Not begun when it was interrupted. */
  left: number;
}

/** Where results and progress go. */
export interface PushOutput {
  onResult(result: PushResult): void;
  onProgress(text: string): void;
  /** Something that a person should know. */
  onNote(text: string): void;
}

/** Keys looked up one by one; for more the inbox is listed. */
const fewKeys = 20;

/** Uploads what differs from what is in the inbox, and follows it until it is live, kept back or rejected. */
export async function pushSources(stack: Stack, request: PushRequest, output: PushOutput): Promise<PushSums> {
  const { sources, problems, signal } = request;
  const sums: PushSums = {
    uploaded: 0,
    unchanged: 0,
    kept: 0,
    deleted: 0,
    failed: 0,
    rejected: 0,
    waiting: 0,
    left: 0,
  };
  const followed = new Map<string, Uploaded>();
  let sent = 0;
  const onDone = (done: Uploaded): void => {
    if (done.file !== undefined) sent += 1;
    count(sums, done.action);
    const canFollow = request.follow && ['uploaded', 'unchanged', 'deleted'].includes(done.action);
    if (canFollow) followed.set(done.key, done);
    else output.onResult(resultOf(done));
    output.onProgress(
      `${bar(sent, sources.length)} ${sent} of ${sources.length} files, ${sums.uploaded} uploaded${sums.deleted > 0 ? `, ${sums.deleted} deleted` : ''}`,
    );
  };
  for (const { file, reason } of problems) {
    sums.failed += 1;
    output.onResult({ file, key: '', action: 'failed', reason });
  }
  const present = await presentObjects(stack, sources, request.deleteBelow);
  const options = { ...request, onDone };
  await uploadSources(stack, sources, present, options);
  sums.left = signal.aborted ? sources.length - sent : 0;
  if (!signal.aborted && request.deleteBelow !== undefined) {
    const { keys, refusal } = surplus(sources, present, request.deleteBelow, sums);
    if (refusal !== undefined) {
      sums.failed += 1;
      output.onNote(refusal);
    }
    await deleteUploads(stack, keys, options);
  }
  if (request.follow) await followAll(stack, request.follow, signal, followed, sums, output);
  return sums;
}

function count(sums: PushSums, action: Uploaded['action']): void {
  if (action === 'would-upload') sums.uploaded += 1;
  else if (action === 'would-delete') sums.deleted += 1;
  else sums[action] += 1;
}

function resultOf({ versionId: _versionId, ...done }: Uploaded, status?: UploadStatus): PushResult {
  return { ...done, ...status, key: done.key };
}

/** Keys that no source stands for; none, and why, while it can't be sure what is meant to stay. */
function surplus(
  sources: readonly Source[],
  present: ReadonlyMap<string, InboxObject>,
  prefix: string,
  { failed }: PushSums,
): { keys: string[]; refusal?: string } {
  if (failed > 0) {
    const refusal =
      'Nothing was deleted: some files could not be read, and what they stand for may be meant to stay. Mend them and push again.';
    return { keys: [], refusal };
  }
  if (sources.length === 0) {
    const refusal =
      'Nothing was deleted: the folder holds no files, and --delete would withdraw everything. Withdraw uploads by name, with "dropwire withdraw".';
    return { keys: [], refusal };
  }
  const meant = new Set(sources.map(({ key }) => key));
  const keys = [...present.values()]
    .filter(({ key, deleted }) => !deleted && key.startsWith(prefix) && !meant.has(key))
    .map(({ key }) => key);
  return { keys };
}

async function presentObjects(
  { clients, inboxBucket }: Stack,
  sources: readonly Source[],
  deleteBelow: string | undefined,
): Promise<Map<string, InboxObject>> {
  const keys = sources.map(({ key }) => key);
  if (deleteBelow === undefined && keys.length <= fewKeys) {
    return objectsNamed(clients.s3, inboxBucket, keys);
  }
  return allObjects(clients.s3, inboxBucket, deleteBelow ?? commonPrefix(keys));
}

/** What all keys begin with. */
export function commonPrefix(keys: readonly string[]): string {
  const [first = '', ...others] = keys;
  let length = first.length;
  for (const key of others) {
    length = Math.min(length, key.length);
    while (!key.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}

async function followAll(
  stack: Stack,
  follow: NonNullable<PushRequest['follow']>,
  signal: AbortSignal,
  followed: ReadonlyMap<string, Uploaded>,
  sums: PushSums,
  { onResult, onProgress }: PushOutput,
): Promise<void> {
  const objects = [...followed.values()].map(({ key, versionId, action, bytes }): InboxObject => {
    return { key, versionId, deleted: action === 'deleted', lastModified: undefined, bytes };
  });
  let settled = 0;
  await followUploads(stack, objects, {
    ...follow,
    signal,
    onSettled(status, isDone) {
      const done = followed.get(status.key);
      if (status.state === 'rejected') sums.rejected += 1;
      if (isDone) settled += 1;
      else sums.waiting += 1;
      // Who interrupts doesn't ask for a line about each that is left.
      if (done && (isDone || !signal.aborted))
        onResult({ ...resultOf(done, status), ...(isDone ? {} : { pending: true }) });
      onProgress(
        `${bar(settled, objects.length)} ${settled} of ${objects.length} dealt with, ${sums.rejected} rejected`,
      );
    },
  });
}
