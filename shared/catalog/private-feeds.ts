import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDb } from '../clients.ts';
import { tombstoneDays } from '../resources/settings.ts';
import { privateFeedKey, privateFeedsPartition } from '../resources/table-keys.ts';
import * as z from '../zod.ts';
import { toItem } from './catalog.ts';

const privateFeedSchema = z.object({
  token: z.string().check(z.regex(/^[\w-]{20,}$/)),
  /** Of the one it was issued to. */
  name: z.string(),
  /** The feed that it shows, as in its address: all, tags/ferries. */
  feed: z.string(),
  /** ISO 8601 UTC. */
  issued: z.string(),
  /** When it was taken back, ISO 8601 UTC; absent while it holds. */
  revoked: z.optional(z.string()),
  /** When it is forgotten: seconds since the epoch (DynamoDB TTL). */
  expires: z.optional(z.int()),
});
/** A feed for one reader, under an address that nobody can guess. */
export type PrivateFeed = z.infer<typeof privateFeedSchema>;

/** How feeds that belong to one reader are called: also their folder on the site. */
export const privateFeedOf = (token: string): string => `private/${token}`;

/** The token in such a name; undefined for any other feed. */
export const tokenOf = (feed: string): string | undefined => /^private\/([\w-]+)$/.exec(feed)?.[1];

/** Every private feed that is issued, and those revoked of late. Read with strong consistency. */
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
  const feed = answer.Item && privateFeedSchema.parse(unmarshall(answer.Item));
  return feed?.revoked === undefined ? feed : undefined;
}

export async function putPrivateFeed(dynamodb: DynamoDb, table: string, feed: PrivateFeed): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: table, Item: toItem({ ...privateFeedKey(feed.token), ...feed }) }),
  );
}

/**
 * Revokes a feed. The item stays as a mark for as long as any message may live: whoever tells the publisher of it can be
 * cut off and find it again, and each day's search for drift finds documents that are left. Then DynamoDB removes it.
 */
export async function markRevoked(
  dynamodb: DynamoDb,
  table: string,
  feed: PrivateFeed,
  now: Date,
): Promise<void> {
  await putPrivateFeed(dynamodb, table, {
    ...feed,
    revoked: now.toISOString(),
    expires: Math.floor(now.getTime() / 1000) + tombstoneDays * 86_400,
  });
}
