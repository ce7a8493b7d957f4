import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeJson } from '../../local/data-folder.ts';
import type * as z from '../../shared/zod.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Where something is kept between runs of one command.
 * @param work names the command and its arguments; other work, and another stack, has another file
 * @param environment where XDG_STATE_HOME may name the folder (XDG Base Directory Specification)
 */
export function stateFilePath(
  stack: Pick<Stack, 'catalogTable' | 'queues'>,
  work: readonly string[],
  ending: string,
  environment: Record<string, string | undefined> = process.env,
): string {
  const identity = JSON.stringify([stack.catalogTable, stack.queues.ingest.url, ...work]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  const folder = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(folder, 'dropwire', `${work[0] ?? 'work'}-${name}${ending}`);
}

/** How far a long command has come, kept in a small file until it is done: called again, it goes on from there. */
export class SavedProgress<T> {
  readonly path: string;
  readonly #schema: z.ZodMiniType<T>;

  /**
   * @param work names the command and its arguments; progress of other work, or on another stack, is kept apart
   * @param environment where XDG_STATE_HOME may name the folder (XDG Base Directory Specification)
   */
  constructor(
    stack: Pick<Stack, 'catalogTable' | 'queues'>,
    work: readonly string[],
    schema: z.ZodMiniType<T>,
    environment: Record<string, string | undefined> = process.env,
  ) {
    this.path = stateFilePath(stack, work, '.json', environment);
    this.#schema = schema;
  }

  /** Where to go on; undefined at the beginning, and when the file can't be understood. */
  async load(): Promise<T | undefined> {
    try {
      return this.#schema.safeParse(JSON.parse(await readFile(this.path, 'utf8'))).data;
    } catch {
      return undefined;
    }
  }

  async save(position: T): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeJson(this.path, position);
  }

  /** The work is done, or begun anew. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
