import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { DynamoDb } from '../clients.ts';
import { privateFeedKey, privateFeedsPartition } from '../resources/table-keys.ts';
import { toItem } from './catalog.ts';

const privateFeedSchema = z.object({
  token: z.string().regex(/^[\w-]{20,}$/),
  name: z.string().describe('Of the one it was issued to'),
  feed: z.string().describe('The feed that it shows, as in its address: all, tags/ferries'),
  issued: z.string().describe('ISO 8601 UTC'),
});
/** A feed for one reader, under an address that nobody can guess. */
export type PrivateFeed = z.infer<typeof privateFeedSchema>;

/** How feeds that belong to one reader are called: also their folder on the site. */
export const privateFeedOf = (token: string): string => `private/${token}`;

/** The token in such a name; undefined for any other feed. */
export const tokenOf = (feed: string): string | undefined => /^private\/([\w-]+)$/.exec(feed)?.[1];

/** Every private feed there is. Read with strong consistency: what was revoked is not among them. */
export async function readPrivateFeeds(dynamodb: DynamoDb, table: string): Promise<PrivateFeed[]> {
  const feeds: PrivateFeed[] = [];
  const input: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: toItem({ ':pk': privateFeedsPartition }),
    ConsistentRead: true,
  };
  do {
    const answer = await dynamodb.send(new QueryCommand(input));
    for (const item of answer.Items ?? []) feeds.push(privateFeedSchema.parse(unmarshall(item)));
    input.ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
  return feeds;
}

/** Undefined when it was never issued, or has been revoked. */
export async function readPrivateFeed(
  dynamodb: DynamoDb,
  table: string,
  token: string,
): Promise<PrivateFeed | undefined> {
  const answer = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: toItem(privateFeedKey(token)), ConsistentRead: true }),
  );
  return answer.Item && privateFeedSchema.parse(unmarshall(answer.Item));
}

export async function putPrivateFeed(dynamodb: DynamoDb, table: string, feed: PrivateFeed): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: table, Item: toItem({ ...privateFeedKey(feed.token), ...feed }) }),
  );
}

export async function deletePrivateFeed(dynamodb: DynamoDb, table: string, token: string): Promise<void> {
  await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: toItem(privateFeedKey(token)) }));
}
