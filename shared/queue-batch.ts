import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

/** What is reported of a message that failed. */
export type FailureDetails = {
  error: unknown;
  messageId: string;
  /** Keys of the uploads it is about, where that can be told. */
  uploads?: string[];
  /** The article or feed that failed first. */
  subject?: string;
};

/** Something to report when a message of a batch fails; a logger fits. */
export interface FailureLog {
  error(message: string, details: FailureDetails): void;
}

/**
 * Handles each message of a batch by itself, at the same time, and names those that failed: SQS delivers only these
 * again (AWS Lambda guide, "Implementing partial batch responses").
 * @param describe tells what a message is about, for the log; one that can't be read may make it throw
 */
export async function eachMessage(
  records: SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
  log: FailureLog,
  describe: (record: SQSRecord) => Pick<FailureDetails, 'uploads'> = () => ({}),
): Promise<SQSBatchResponse> {
  const outcomes = await Promise.allSettled(records.map((record) => handle(record)));
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const record = records[index];
    if (outcome.status === 'fulfilled' || !record) continue;
    const { messageId } = record;
    log.error('message failed; it will be delivered again', {
      error: outcome.reason,
      messageId,
      ...described(record, describe),
    });
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

function described<T>(record: SQSRecord, describe: (record: SQSRecord) => T): T | undefined {
  try {
    return describe(record);
  } catch {
    // That it can't be read is what it failed for, and is in the log already.
    return undefined;
  }
}
