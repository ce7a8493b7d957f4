import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../shared/catalog/catalog.ts';
import { RetryableError } from '../../shared/errors.ts';
import { mediaReferencesPartition } from '../../shared/resources/table-keys.ts';
import type { IngestDependencies } from './dependencies.ts';

/** Messages in one SendMessageBatch (Amazon SQS quotas). */
const messagesPerBatch = 10;

/**
 * Has every upload looked at again that shows this media upload, because it came, changed or went.
 * @throws RetryableError `backfill-failed` when the queue did not take every message
 */
export async function lookAgainAtReferrers(
  deps: IngestDependencies,
  key: string,
  time: string,
): Promise<void> {
  const { sqs, config } = deps;
  const referrers = await referrersOf(deps, key);
  for (let start = 0; start < referrers.length; start += messagesPerBatch) {
    const Entries = referrers.slice(start, start + messagesPerBatch).map((referrer, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify({ backfill: { key: referrer, time } }),
    }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl: config.ingestQueueUrl, Entries }));
    const [failed] = answer.Failed ?? [];
    if (failed)
      throw new RetryableError('backfill-failed', `The ingest queue refused a message: ${failed.Message}`);
  }
}

async function referrersOf({ dynamodb, config }: IngestDependencies, key: string): Promise<string[]> {
  const referrers: string[] = [];
  const input: QueryCommandInput = {
    TableName: config.catalogTable,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: toItem({ ':pk': mediaReferencesPartition(key) }),
    ConsistentRead: true,
  };
  do {
    const page = await dynamodb.send(new QueryCommand(input));
    for (const item of page.Items ?? []) referrers.push(String(unmarshall(item).key));
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
  return referrers;
}
