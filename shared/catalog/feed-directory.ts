import { GetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDb } from '../clients.ts';
import type { FeedRef } from '../feeds/feed-id.ts';
import { feedKey, feedsPartition, monthKey } from '../resources/table-keys.ts';
import { toItem } from './catalog.ts';

/** Every feed that ever had an article, in the order of their names. */
export async function readFeeds(dynamodb: DynamoDb, table: string): Promise<FeedRef[]> {
  const feeds: FeedRef[] = [];
  for await (const feed of feedsAfter(dynamodb, table)) feeds.push(feed);
  return feeds;
}

/**
 * The feeds that ever had an article, in the order of their names, read as far as they are asked for.
 * @param after begin behind this feed
 * @param most feeds read by one query
 */
export async function* feedsAfter(
  dynamodb: DynamoDb,
  table: string,
  after?: string,
  most?: number,
): AsyncGenerator<FeedRef> {
  const input: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: toItem({ ':pk': feedsPartition, ':after': after }),
    ConsistentRead: true,
    Limit: most,
  };
  do {
    const page = await dynamodb.send(new QueryCommand(input));
    for (const item of page.Items ?? []) {
      const { feed, label } = unmarshall(item);
      yield { feed: String(feed), label: String(label) };
    }
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
}

/** Whether a feed ever had an article. */
export async function isFeed(dynamodb: DynamoDb, table: string, feed: string): Promise<boolean> {
  const answer = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: toItem(feedKey(feed)), ConsistentRead: true }),
  );
  return answer.Item !== undefined;
}

/** Whether anything was ever to be published in a month (`yyyy-mm`). */
export async function isMonthNoted(dynamodb: DynamoDb, table: string, month: string): Promise<boolean> {
  const answer = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: toItem(monthKey('all', month)), ConsistentRead: true }),
  );
  return answer.Item !== undefined;
}
