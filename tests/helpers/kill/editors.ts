import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { md5 } from '../pipeline.ts';
import type { Change } from './planned-changes.ts';
import { clientsOf, type StackProcess } from './stack-process.ts';

/** Uploads under way at the same time; of one key there is never more than one. */
const atOnce = 6;

/**
 * Carries out changes: of every other key with an S3 client, which tries again until the upload is acknowledged, of the
 * others by writing into the inbox folder, whether anybody watches it or not.
 */
export class Editors {
  readonly #stack: StackProcess;
  /** Changes that are done, for whoever waits for their number. */
  done = 0;

  constructor(stack: StackProcess) {
    this.#stack = stack;
  }

  async carryOut(changes: Change[]): Promise<void> {
    const byKey = Map.groupBy(changes, ({ key }) => key);
    const waiting = [...byKey.values()];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        for (const change of next) {
          await (usesFolder(change.key) ? this.#inFolder(change) : this.#overS3(change));
          this.done++;
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  async #inFolder({ key, body }: Change): Promise<void> {
    const path = join(this.#stack.inbox, key);
    if (body === undefined) return rm(path);
    await mkdir(dirname(path), { recursive: true });
    // As editors save: the file is there as a whole, or not at all.
    await writeFile(`${path}.tmp`, body);
    await rename(`${path}.tmp`, path);
    // Nobody saves a file many times a second.
    await sleep(20);
  }

  async #overS3({ key: Key, body }: Change): Promise<void> {
    for (;;) {
      try {
        const description = await this.#stack.description();
        const { s3 } = clientsOf(description);
        const Bucket = description.buckets.inbox;
        const command = body === undefined ? undefined : new PutObjectCommand({ Bucket, Key, Body: body });
        await (command ? s3.send(command) : s3.send(new DeleteObjectCommand({ Bucket, Key })));
        s3.destroy();
        return;
      } catch {
        await sleep(100);
      }
    }
  }
}

const usesFolder = (key: string): boolean => Number.parseInt(md5(key).slice(0, 2), 16) % 2 === 0;
