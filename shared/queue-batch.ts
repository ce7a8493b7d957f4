import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

/** Something to report when a message of a batch fails; a logger fits. */
export interface FailureLog {
  error(message: string, details: { error: unknown; messageId: string }): void;
}

/**
 * Handles each message of a batch by itself, at the same time, and names those that failed: SQS delivers only these
 * again (AWS Lambda guide, "Implementing partial batch responses").
 */
export async function eachMessage(
  records: SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
  log: FailureLog,
): Promise<SQSBatchResponse> {
  const outcomes = await Promise.allSettled(records.map((record) => handle(record)));
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const messageId = records[index]?.messageId ?? '';
    if (outcome.status === 'fulfilled') continue;
    log.error('message failed; it will be delivered again', { error: outcome.reason, messageId });
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}
