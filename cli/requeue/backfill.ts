import { ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunks } from '../../shared/chunks.ts';
import { statusOf } from '../../shared/clients.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { uploadKey } from '../../shared/resources/table-keys.ts';
import { sendMessages } from '../../shared/send-messages.ts';
import * as z from '../../shared/zod.ts';
import type { Stack } from '../stack/stack.ts';
import type { SavedProgress } from './saved-progress.ts';

const tableKeySchema = z.object({ pk: z.string(), sk: z.string() });

/** Where a backfill goes on: first through the inbox, then through the catalog. */
export const backfillPositionSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('inbox'), after: z.optional(z.string()), uploads: z.int(), gone: z.int() }),
  z.object({
    phase: z.literal('catalog'),
    after: z.optional(tableKeySchema),
    uploads: z.int(),
    gone: z.int(),
  }),
]);
export type BackfillPosition = z.infer<typeof backfillPositionSchema>;

/** What was put into the ingest queue. */
export interface Backfilled {
  /** Objects of the inbox. */
  uploads: number;
  /** Uploads that the catalog knows and the inbox no longer has. */
  gone: number;
}

const messagesPerBatch = 10;
const batchesAtOnce = 8;
const looksAtOnce = 32;

/** What the steps of a backfill share. */
interface Backfill {
  stack: Stack;
  prefix: string;
  now: () => number;
  saved: Pick<SavedProgress<BackfillPosition>, 'load' | 'save' | 'clear'>;
  onProgress: (text: string) => void;
}

/**
 * Has every upload looked at again: each object of the inbox, and each upload that the catalog takes for present though
 * its object is gone. Safe at any time: what an upload has become already stays as it is.
 */
export async function backfill(work: Backfill): Promise<Backfilled> {
  let position: BackfillPosition = (await work.saved.load()) ?? { phase: 'inbox', uploads: 0, gone: 0 };
  const reached = async (next: BackfillPosition) => {
    position = next;
    await work.saved.save(next);
  };
  while (position.phase === 'inbox') await reached(await nextObjects(work, position));
  for (let more = true; more; ) {
    const next = await nextRecords(work, position);
    more = next.after !== undefined;
    if (more) await reached(next);
    else position = next;
  }
  await work.saved.clear();
  return { uploads: position.uploads, gone: position.gone };
}

type InboxPosition = Extract<BackfillPosition, { phase: 'inbox' }>;
type CatalogPosition = Extract<BackfillPosition, { phase: 'catalog' }>;

async function nextObjects(
  { stack, prefix, now, onProgress }: Backfill,
  { after, uploads, gone }: InboxPosition,
): Promise<BackfillPosition> {
  const listing = await stack.clients.s3.send(
    new ListObjectsV2Command({ Bucket: stack.inboxBucket, Prefix: prefix, StartAfter: after }),
  );
  const keys = (listing.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  await request(stack, keys, now());
  const sum = { uploads: uploads + keys.length, gone };
  onProgress(`${sum.uploads} uploads queued${keys.length > 0 ? `, up to ${keys.at(-1)}` : ''}`);
  if (!listing.IsTruncated) return { phase: 'catalog', ...sum };
  return { phase: 'inbox', after: keys.at(-1) ?? after, ...sum };
}

/** @returns without `after` when there are no more */
async function nextRecords(
  { stack, prefix, now, onProgress }: Backfill,
  { after, uploads, gone }: CatalogPosition,
): Promise<CatalogPosition> {
  const { dynamodb, s3 } = stack.clients;
  const input: ScanCommandInput = {
    TableName: stack.catalogTable,
    ConsistentRead: true,
    FilterExpression: 'sk = :upload AND begins_with(pk, :prefix) AND #state <> :deleted',
    ExpressionAttributeNames: { '#state': 'state', '#key': 'key' },
    ExpressionAttributeValues: marshall({
      ':upload': uploadKey('').sk,
      ':prefix': uploadKey(prefix).pk,
      ':deleted': 'deleted',
    }),
    ProjectionExpression: '#key',
    ExclusiveStartKey: after && marshall(after),
  };
  const page = await dynamodb.send(new ScanCommand(input));
  const missing: string[] = [];
  await inParallel(looksAtOnce, page.Items ?? [], async (item) => {
    const key = String(unmarshall(item).key);
    try {
      await s3.send(new HeadObjectCommand({ Bucket: stack.inboxBucket, Key: key }));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      missing.push(key);
    }
  });
  await request(stack, missing, now());
  const sum = { uploads, gone: gone + missing.length };
  onProgress(`${sum.gone} uploads queued that are gone`);
  const last = page.LastEvaluatedKey && tableKeySchema.parse(unmarshall(page.LastEvaluatedKey));
  return { phase: 'catalog', after: last, ...sum };
}

/** Asks for uploads to be looked at; see functions/ingest/upload-event.ts. */
async function request({ clients, queues }: Stack, keys: readonly string[], now: number): Promise<void> {
  const time = new Date(now).toISOString();
  const bodies = keys.map((key) => JSON.stringify({ backfill: { key, time } }));
  await inParallel(batchesAtOnce, chunks(bodies, messagesPerBatch), (some) =>
    sendMessages(clients.sqs, queues.ingest.url, some),
  );
}
