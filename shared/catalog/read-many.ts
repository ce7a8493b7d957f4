import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { chunks } from '../chunks.ts';
import type { DynamoDb } from '../clients.ts';
import { RetryableError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { TableKey } from '../resources/table-keys.ts';
import type * as z from '../zod.ts';
import { toItem } from './catalog.ts';

/** Items of one BatchGetItem (Amazon DynamoDB quotas). */
const itemsPerRequest = 100;
const requestsAtOnce = 8;
/** Requests made for the same items while the table gives only some of them at a time. */
const attempts = 10;

/**
 * Reads many items with strong consistency, in no particular order; keys without an item are left out.
 * @param keys no two alike
 * @throws RetryableError `table-busy` when the table keeps leaving items out
 */
export async function readMany<T>(
  dynamodb: DynamoDb,
  table: string,
  keys: readonly TableKey[],
  schema: z.ZodMiniType<T>,
): Promise<T[]> {
  const found: T[] = [];
  await inParallel(requestsAtOnce, chunks(keys, itemsPerRequest), async (some) => {
    let asked: KeysAndAttributes | undefined = {
      Keys: some.map((key) => toItem(key)),
      ConsistentRead: true,
    };
    for (let attempt = 1; asked?.Keys?.length; attempt++) {
      if (attempt > attempts) {
        throw new RetryableError('table-busy', 'The catalog is too busy to be read; try again later.');
      }
      const answer: BatchGetItemCommandOutput = await dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [table]: asked } }),
      );
      for (const item of answer.Responses?.[table] ?? []) {
        const { pk: _pk, sk: _sk, ...record } = unmarshall(item);
        found.push(schema.parse(record));
      }
      asked = answer.UnprocessedKeys?.[table];
    }
  });
  return found;
}
