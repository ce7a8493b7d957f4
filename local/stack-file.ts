import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../shared/errors.ts';
import * as z from '../shared/zod.ts';
import { writeJson } from './data-folder.ts';

const queueSchema = z.object({
  url: z.string(),
  arn: z.string(),
  deadLetterUrl: z.string(),
  deadLetterArn: z.string(),
});

/** DIR/stack.json: where a running stack answers, for S3 clients, scripts and the `status` command. */
export const stackFileSchema = z.object({
  pid: z.int(),
  /** Ends with a slash. */
  siteUrl: z.string(),
  region: z.string(),
  endpoints: z.object({
    s3: z.string(),
    sqs: z.string(),
    dynamodb: z.string(),
    events: z.optional(z.string()),
  }),
  /** Of the servers on this machine; absent when the stack uses others. */
  credentials: z.optional(z.object({ accessKeyId: z.string(), secretAccessKey: z.string() })),
  buckets: z.object({ inbox: z.string(), store: z.string(), site: z.string() }),
  queues: z.object({ ingest: queueSchema, publish: queueSchema }),
  table: z.string(),
  /** Endpoints that are told of events, and the secrets by which they verify them. */
  webhooks: z.optional(z.array(z.object({ url: z.string(), secret: z.string() }))),
  /** The folder that is mirrored into the inbox bucket. */
  inbox: z.optional(z.string()),
});
export type StackFile = z.infer<typeof stackFileSchema>;

const name = 'stack.json';

/** Writes the file in one step: a reader finds all of it or none. */
export function writeStackFile(dataDir: string, stack: StackFile): Promise<void> {
  return writeJson(join(dataDir, name), stack);
}

/** Takes the file away when the stack stops. After a kill it stays; its `pid` is then nobody's. */
export function removeStackFile(dataDir: string): Promise<void> {
  return rm(join(dataDir, name), { force: true });
}

/**
 * Reads where a stack answers.
 * @throws ConfigurationError `stack-not-running` when there is no such file or it can't be understood
 */
export async function readStackFile(dataDir: string): Promise<StackFile> {
  const path = join(dataDir, name);
  try {
    return stackFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ConfigurationError(
      'stack-not-running',
      `Nothing seems to run on ${dataDir}: there is no usable ${path}. Start it with "npm start", or name another folder with --data.`,
      { cause },
    );
  }
}
