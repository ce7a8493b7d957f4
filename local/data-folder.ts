import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '../shared/errors.ts';
import * as z from '../shared/zod.ts';

/** Of everything in the data folder together; raised when an older folder can no longer be used. */
const format = 1;

const factsSchema = z.object({
  format: z.int(),
  /** Ports of the last run, so that addresses stay. */
  ports: z._default(z.partial(z.object({ site: z.int(), s3: z.int(), sqs: z.int(), dynamodb: z.int() })), {}),
  /** Address that the published documents carry. */
  siteUrl: z.optional(z.string()),
  /** How they are written; see writing-sample.ts. */
  writing: z.optional(z.string()),
  /** Webhooks of earlier runs, and their secrets. */
  webhooks: z._default(z.array(z.object({ url: z.string(), secret: z.string() })), []),
  /** Whether the examples were offered already. */
  examples: z._default(z.boolean(), false),
});

/** What one run leaves for the next. */
export type DataFacts = Omit<z.infer<typeof factsSchema>, 'format'>;

/** The data folder of a run, locked: no second run can open it meanwhile. */
export interface DataFolder {
  path: string;
  facts: DataFacts;
  /** Path of something inside. */
  inside(...names: string[]): string;
  /** Changes what the next run will find. */
  remember(facts: Partial<DataFacts>): Promise<void>;
  /** Unlocks it. The operating system does so too when the process dies, however it dies. */
  close(): void;
}

const factsName = 'dropwire.json';
const lockName = 'lock.db';

/**
 * Opens a data folder, or makes one, and locks it.
 * @param ignore a path inside that may be there before, such as the inbox
 * @throws ConfigurationError `data-not-a-folder`, `data-unusable`, `data-foreign`, `data-broken`, `data-other-version`, `data-in-use`
 */
export async function openDataFolder(folder: string, ignore: string[] = []): Promise<DataFolder> {
  const path = resolve(folder);
  const names = await prepare(path);
  const known = names.includes(factsName);
  const others = names.filter((name) => name !== lockName && !name.startsWith(`${lockName}-`));
  const foreign = others.filter((name) => !ignore.includes(join(path, name)));
  if (!known && foreign.length > 0) {
    throw new ConfigurationError(
      'data-foreign',
      `The folder ${path} holds other things (${foreign.slice(0, 3).join(', ')}…) and no Dropwire data. Name an empty or a new folder with --data.`,
    );
  }
  const lock = await takeLock(path);
  try {
    let facts = known ? await readFacts(path) : factsSchema.parse({ format });
    const write = (next: typeof facts) => writeJson(join(path, factsName), next);
    if (!known) await write(facts);
    return {
      path,
      get facts() {
        return facts;
      },
      inside: (...parts) => join(path, ...parts),
      async remember(changes) {
        facts = { ...facts, ...changes };
        await write(facts);
      },
      close: () => lock.close(),
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Writes JSON so that a reader finds the old or the new text, never half of it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function prepare(path: string): Promise<string[]> {
  try {
    await mkdir(path, { recursive: true });
    return await readdir(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new ConfigurationError(
        'data-not-a-folder',
        `The data folder ${path} is a file, or lies below one. Name a folder with --data.`,
        { cause },
      );
    }
    throw unusable(path, message, cause);
  }
}

/**
 * An exclusive transaction on a small database, held as long as the process lives: unlike a file with a process id it
 * can't be left behind.
 */
async function takeLock(path: string): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(path, lockName), { timeout: 200 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const message = cause instanceof Error ? cause.message : String(cause);
    if (!/locked/.test(message)) throw unusable(path, message, cause);
    const runs = await runningStack(path);
    throw new ConfigurationError(
      'data-in-use',
      `Dropwire is already running on ${path}${runs}. Stop it first, or name another folder with --data.`,
      { cause },
    );
  }
}

async function runningStack(path: string): Promise<string> {
  const schema = z.object({ pid: z.int(), siteUrl: z.string() });
  try {
    const { pid, siteUrl } = schema.parse(JSON.parse(await readFile(join(path, 'stack.json'), 'utf8')));
    return ` (process ${pid}, ${siteUrl})`;
  } catch {
    return '';
  }
}

async function readFacts(path: string): Promise<z.infer<typeof factsSchema>> {
  const file = join(path, factsName);
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    const found = z.object({ format: z.int() }).parse(value).format;
    if (found !== format) throw otherVersion(path, found);
    return factsSchema.parse(value);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(
      'data-broken',
      `The data folder ${path} is damaged: ${basename(file)} can't be understood. Restore it, or name another folder with --data.`,
      { cause },
    );
  }
}

function otherVersion(path: string, found: number): ConfigurationError {
  return new ConfigurationError(
    'data-other-version',
    `The data folder ${path} was made by another version (format ${found}; this one writes ${format}). Name another folder with --data: what is in the inbox is published anew.`,
  );
}

function unusable(path: string, reason: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    'data-unusable',
    `The data folder ${path} can't be read and written: ${reason}. Check its permissions, or name another with --data.`,
    { cause },
  );
}
