import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../shared/catalog/catalog.ts';
import { nameOf } from '../../shared/clients.ts';
import { reconcileCursorKey } from '../../shared/resources/table-keys.ts';
import * as z from '../../shared/zod.ts';
import type { DriftDependencies } from './dependencies.ts';

/** Where in a round the next run goes on. Without `after`, at the beginning of the phase. */
const positionSchema = z.discriminatedUnion('phase', [
  /** Documents of articles, newest first. `after`: sort key on the timeline of everything. */
  z.strictObject({ phase: z.literal('articles'), after: z.optional(z.string()) }),
  /** Heads and archive pages. `feed`: the last one begun; `after`: sort key on its timeline, unless it is done. */
  z.strictObject({ phase: z.literal('feeds'), feed: z.optional(z.string()), after: z.optional(z.string()) }),
  /** Objects of the site bucket. `after`: the last key that was looked at. */
  z.strictObject({ phase: z.literal('site'), after: z.optional(z.string()) }),
  /** Revisions in the store. `after`: the last key that was looked at. */
  z.strictObject({ phase: z.literal('store'), after: z.optional(z.string()) }),
  /** The round is over. */
  z.strictObject({ phase: z.literal('rest') }),
]);
export type Position = z.infer<typeof positionSchema>;

const cursorSchema = z.strictObject({
  /** Counts the writes; every write is conditional on the one it read. */
  version: z.int(),
  round: z.int(),
  /** Start of the round, ISO 8601 UTC. */
  startedAt: z.string(),
  position: positionSchema,
});
export type Cursor = z.infer<typeof cursorSchema>;

/** How far reconciling has come; undefined before its first run. */
export async function readCursor({ dynamodb, config }: DriftDependencies): Promise<Cursor | undefined> {
  const answer = await dynamodb.send(
    new GetItemCommand({
      TableName: config.catalogTable,
      Key: toItem(reconcileCursorKey),
      ConsistentRead: true,
    }),
  );
  if (!answer.Item) return undefined;
  const { pk: _pk, sk: _sk, ...cursor } = unmarshall(answer.Item);
  return cursorSchema.parse(cursor);
}

/**
 * Moves the cursor on, unless another run has done so: then its position stands.
 * @param before as it was read
 */
export async function moveCursor(
  { dynamodb, config }: DriftDependencies,
  before: Cursor | undefined,
  after: Omit<Cursor, 'version'>,
): Promise<void> {
  const version = before?.version ?? 0;
  const condition = before
    ? {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toItem({ ':version': version }),
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: config.catalogTable,
        Item: toItem({ ...reconcileCursorKey, ...after, version: version + 1 }),
        ...condition,
      }),
    );
  } catch (error) {
    if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
  }
}
