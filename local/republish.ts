import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Sqs } from '../shared/clients.ts';
import { announce } from '../shared/publish-messages.ts';
import { articleKey } from '../shared/resources/table-keys.ts';

/**
 * Has every article looked at by the publisher, and with it every feed: for when the site's address, its settings or
 * templates have changed, which show in all documents. Reads the whole catalog.
 * @returns how many articles there are
 */
export async function republishEverything(
  dynamodb: DynamoDBClient,
  table: string,
  sqs: Sqs,
  publishQueueUrl: string,
): Promise<number> {
  const { sk } = articleKey('');
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: 'sk = :article',
      ExpressionAttributeValues: { ':article': { S: sk } },
      ProjectionExpression: 'pk',
    },
  );
  let count = 0;
  const prefix = articleKey('').pk.length;
  for await (const { Items = [] } of pages) {
    const ids = Items.flatMap(({ pk }) => (pk?.S ? [pk.S.slice(prefix)] : []));
    count += ids.length;
    if (ids.length > 0) await announce(sqs, publishQueueUrl, ids);
  }
  return count;
}
