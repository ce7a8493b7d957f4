import { join } from 'node:path';
import { startMirror } from '../../local/mirror.ts';
import type { S3 } from '../../shared/clients.ts';
import type { Stack } from '../stack/stack.ts';

/** What a watched folder does to the inbox. */
export interface WatchOptions {
  /** Absolute. */
  folder: string;
  /** Put before every key as it stands. */
  prefix: string;
  /** Where it is remembered what was uploaded from the folder, so that only that is ever deleted. */
  stateFile: string;
  onWarning(message: string): void;
  /** Told of every upload and deletion once the inbox has it. */
  onChange(change: { file: string; key: string; versionId: string | undefined; deleted: boolean }): void;
}

/** Keeps the inbox in step with a folder, as the local run does with its own, until the signal. */
export async function watchFolder(
  { clients, inboxBucket }: Stack,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const { folder, prefix, stateFile, onWarning } = options;
  const s3 = below(clients.s3, prefix, options);
  const mirror = await startMirror({ folder, s3, bucket: inboxBucket, stateFile, onWarning });
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await mirror.close();
}

/** The client as the mirror takes it: every key is below the prefix, and what changes is told. */
function below(s3: S3, prefix: string, { folder, onChange }: WatchOptions): S3 {
  const send = async (command: { input: { Key?: string } }): Promise<object> => {
    const file = command.input.Key ?? '';
    command.input.Key = prefix + file;
    const answer = (await s3.send(command as never)) as { VersionId?: string };
    const name = command.constructor.name;
    if (name === 'PutObjectCommand' || name === 'DeleteObjectCommand') {
      const deleted = name === 'DeleteObjectCommand';
      onChange({ file: join(folder, file), key: prefix + file, versionId: answer.VersionId, deleted });
    }
    return answer;
  };
  return { send } as unknown as S3;
}
