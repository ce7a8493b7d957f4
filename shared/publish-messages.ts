import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Sqs } from './clients.ts';
import { RetryableError } from './errors.ts';

/** Body of a message in the publish queue: these may have changed. A hint; the publisher looks for itself. */
export const publishMessageSchema = z.strictObject({
  articles: z.array(z.uuid()).default([]),
  feeds: z.array(z.string()).default([]).describe('Heads to look at, whatever their articles'),
});
export type PublishMessage = z.infer<typeof publishMessageSchema>;

/** Articles named by one message: a message that fails is delivered again as a whole. */
const articlesPerMessage = 20;
/** Messages in one SendMessageBatch (Amazon SQS quotas). */
const messagesPerBatch = 10;

/** Tells the publisher to look at the heads of feeds. */
export async function announceFeeds(sqs: Sqs, queueUrl: string, feeds: string[]): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ feeds }) }));
}

/**
 * Tells the publisher that articles may have changed.
 * @throws RetryableError `announce-failed` when the queue did not take every message
 */
export async function announce(sqs: Sqs, queueUrl: string, articles: string[]): Promise<void> {
  const bodies = chunks(articles, articlesPerMessage).map((some) => JSON.stringify({ articles: some }));
  const [only] = bodies;
  if (only !== undefined && bodies.length === 1) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: only }));
    return;
  }
  for (const batch of chunks(bodies, messagesPerBatch)) {
    const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const [failed] = answer.Failed ?? [];
    if (failed) {
      throw new RetryableError('announce-failed', `The publish queue refused a message: ${failed.Message}`);
    }
  }
}

function chunks<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
