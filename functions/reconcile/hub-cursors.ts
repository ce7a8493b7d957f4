import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { toItem } from '../../shared/catalog/catalog.ts';
import type { DynamoDb } from '../../shared/clients.ts';
import { hubCursorsKey } from '../../shared/resources/table-keys.ts';

const cursorsSchema = z.object({
  seen: z.int().nonnegative().describe('The newest record of the change log when the last run looked'),
  seenAt: z.int().nonnegative().describe('When that was; milliseconds since the epoch'),
  told: z
    .record(z.string(), z.int().nonnegative())
    .describe('By hub: of which records it has been told, up to this one'),
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
