import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { ConfigurationError } from '../../shared/errors.ts';
import { eachMessage, type FailureLog } from '../../shared/queue-batch.ts';
import { longestInvisibleSeconds, webhookWaits } from '../../shared/resources/settings.ts';
import { deliver, type Outcome, WebhookFailedError } from './deliver.ts';
import type { WebhookDependencies } from './dependencies.ts';
import type { Endpoint } from './endpoints.ts';

interface Log extends FailureLog {
  warn(message: string, details: Record<string, unknown>): void;
}

/**
 * Sends each message of a batch to the endpoint whose queue it came from. What fails stays in the queue, hidden for
 * longer each time, until the queue gives it up.
 * @param report is told of each attempt
 */
export function deliverBatch(
  deps: WebhookDependencies,
  records: SQSRecord[],
  log: Log,
  report: (outcome: Outcome | 'failed') => void,
): Promise<SQSBatchResponse> {
  const send = async (record: SQSRecord) => {
    const endpoint = endpointOf(deps, record);
    try {
      const outcome = await deliver(deps, endpoint, record.body);
      const { origin } = new URL(endpoint.url);
      if (outcome === 'gone') log.warn('webhook is gone; remove it from the configuration', { origin });
      report(outcome);
    } catch (error) {
      report('failed');
      await postpone(deps, endpoint, record, error, log);
      throw error;
    }
  };
  return eachMessage(records, send, log);
}

function endpointOf({ endpoints }: WebhookDependencies, { eventSourceARN }: SQSRecord): Endpoint {
  const endpoint = endpoints.find(({ queueArn }) => queueArn === eventSourceARN);
  if (endpoint) return endpoint;
  throw new ConfigurationError(
    'webhook-unknown-queue',
    `No webhook belongs to the queue ${eventSourceARN}; deploy the stack again.`,
  );
}

/**
 * How long a message stays hidden after so many attempts, give or take a tenth so that failures don't come back
 * together. After the last attempt not at all: the queue moves it to the dead letters when it would deliver it again.
 */
export function waitSeconds(receiveCount: number, random: number, retryAfterSeconds = 0): number {
  const wait = webhookWaits[receiveCount - 1];
  if (wait === undefined) return 0;
  const spread = Math.round(wait * (0.9 + 0.2 * random));
  return Math.min(Math.max(spread, retryAfterSeconds), longestInvisibleSeconds);
}

async function postpone(
  { sqs, random }: WebhookDependencies,
  { queueUrl }: Endpoint,
  { attributes, receiptHandle, messageId }: SQSRecord,
  error: unknown,
  log: Log,
): Promise<void> {
  const retryAfter = error instanceof WebhookFailedError ? error.retryAfterSeconds : undefined;
  const VisibilityTimeout = waitSeconds(Number(attributes.ApproximateReceiveCount), random(), retryAfter);
  try {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  } catch (cause) {
    // It comes again after the queue's own timeout.
    log.warn('could not postpone a message', { error: cause, messageId });
  }
}
