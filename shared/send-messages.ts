import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Sqs } from './clients.ts';
import { RetryableError } from './errors.ts';

/** Messages in one SendMessageBatch (Amazon SQS quotas). */
const messagesPerBatch = 10;

/**
 * Puts messages into a queue.
 * @throws RetryableError `queue-refused` when the queue did not take every message; some may be in it
 */
export async function sendMessages(sqs: Sqs, QueueUrl: string, bodies: readonly string[]): Promise<void> {
  const [only] = bodies;
  if (only !== undefined && bodies.length === 1) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: only }));
    return;
  }
  for (let start = 0; start < bodies.length; start += messagesPerBatch) {
    const some = bodies.slice(start, start + messagesPerBatch);
    const Entries = some.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const [failed] = answer.Failed ?? [];
    if (failed) throw new RetryableError('queue-refused', `The queue refused a message: ${failed.Message}`);
  }
}
