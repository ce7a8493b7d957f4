import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../shared/catalog/catalog.ts';
import type { DynamoDb } from '../../shared/clients.ts';
import { hubCursorsKey } from '../../shared/resources/table-keys.ts';
import * as z from '../../shared/zod.ts';

const cursorsSchema = z.object({
  /** The newest record of the change log when the last run looked. */
  seen: z.int().check(z.nonnegative()),
  /** When that was; milliseconds since the epoch. */
  seenAt: z.int().check(z.nonnegative()),
  /** By hub: of which records it has been told, up to this one. */
  told: z.record(z.string(), z.int().check(z.nonnegative())),
});
/** How far each WebSub hub has been told of the change log. */
export type HubCursors = z.infer<typeof cursorsSchema>;

/** Undefined before the first run. */
export async function readHubCursors(dynamodb: DynamoDb, TableName: string): Promise<HubCursors | undefined> {
  const Key = toItem(hubCursorsKey);
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item && cursorsSchema.parse(unmarshall(Item));
}

/** Runs of reconciling don't overlap; if two ever did, a hub would be told twice, or once more a run later. */
export async function writeHubCursors(
  dynamodb: DynamoDb,
  TableName: string,
  cursors: HubCursors,
): Promise<void> {
  const Item = toItem({ ...hubCursorsKey, ...cursors });
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
}
