import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { QueueSettings } from '../../shared/resources/settings.ts';

/** Most messages of one receive, delete or visibility request (Amazon SQS quotas). */
const mostPerRequest = 10;
const longestPollSeconds = 20;
/** Payload of a synchronous invocation (AWS Lambda quotas); a batch is closed before it gets there. */
const mostBatchBytes = 5 * 1024 * 1024;

/** Takes batches from one queue, and settles them. */
export class QueuePoller {
  readonly #sqs: Sqs;
  readonly #queueUrl: string;
  readonly #settings: Pick<QueueSettings, 'batchSize' | 'batchingWindowSeconds'>;
  readonly #clock: Clock;

  constructor(sqs: Sqs, queueUrl: string, settings: QueuePoller['settings'], clock: Clock) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#settings = settings;
    this.#clock = clock;
  }

  get settings(): Pick<QueueSettings, 'batchSize' | 'batchingWindowSeconds'> {
    return this.#settings;
  }

  /**
   * Waits for messages, then gathers more until the batch is full or its window has passed.
   * @returns what was received, also when the signal fired meanwhile; empty when nothing came
   */
  async gather(signal: AbortSignal): Promise<Message[]> {
    const { batchSize, batchingWindowSeconds } = this.#settings;
    const batch = await this.#receive(batchSize, longestPollSeconds, signal);
    if (batch.length === 0) return batch;
    const deadline = this.#clock.now() + batchingWindowSeconds * 1000;
    let bytes = sizeOf(batch);
    let last = batchingWindowSeconds === 0;
    while (batch.length < batchSize && bytes < mostBatchBytes && !last && !signal.aborted) {
      const left = deadline - this.#clock.now();
      // Long polls last whole seconds; the rest of the window is slept through and then looked at once.
      last = left < 1000;
      if (last && left > 0) await this.#clock.sleep(left);
      const more = await this.#receive(batchSize - batch.length, last ? 0 : Math.floor(left / 1000), signal);
      batch.push(...more);
      bytes += sizeOf(more);
    }
    return batch;
  }

  /** Deletes messages that were dealt with. One that can't be deleted comes again, which does no harm. */
  async delete(messages: Message[]): Promise<void> {
    for (const some of chunks(messages)) {
      const Entries = some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
    }
  }

  /** Makes messages visible again after so many seconds each. */
  async release(messages: Message[], seconds: (message: Message) => number): Promise<void> {
    for (const some of chunks(messages)) {
      const Entries = some.map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.ReceiptHandle,
        VisibilityTimeout: seconds(message),
      }));
      await this.#sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
    }
  }

  async #receive(most: number, waitSeconds: number, signal: AbortSignal): Promise<Message[]> {
    if (signal.aborted) return [];
    const request = new ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: Math.min(most, mostPerRequest),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
    });
    try {
      const { Messages = [] } = await this.#sqs.send(request, { abortSignal: signal });
      return Messages;
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
  }
}

function sizeOf(messages: Message[]): number {
  return messages.reduce((sum, { Body = '' }) => sum + Buffer.byteLength(Body), 0);
}

function chunks(messages: Message[]): Message[][] {
  return Array.from({ length: Math.ceil(messages.length / mostPerRequest) }, (_, index) =>
    messages.slice(index * mostPerRequest, (index + 1) * mostPerRequest),
  );
}
