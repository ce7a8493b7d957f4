import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { Sqs } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import type { QueueSettings } from '../shared/resources/settings.ts';
import { failedMessages } from './lambda/batch-response.ts';
import type { LocalFunction } from './lambda/local-function.ts';
import { QueuePoller } from './lambda/queue-poller.ts';
import { toSqsEvent } from './lambda/sqs-event.ts';

/** One batch after its invocation. */
export interface FinishedBatch {
  /** Name of the function. */
  name: string;
  event: SQSEvent;
  /** Ids of the messages that will be delivered again. */
  failed: Set<string>;
  /** What the handler threw, if it did. */
  error?: unknown;
  /** Milliseconds since the epoch. */
  startedAt: number;
  milliseconds: number;
}

/** What an event source mapping connects. */
export interface EventSourceOptions {
  sqs: Sqs;
  queueUrl: string;
  queueArn: string;
  region: string;
  settings: Pick<QueueSettings, 'batchSize' | 'batchingWindowSeconds' | 'maxConcurrency'>;
  function: LocalFunction;
  clock: Clock;
  /** Whether to leave messages where they are for now; asked before each batch. */
  isHeld?(): Promise<boolean>;
  /** Told of every batch, after its messages were deleted or released. */
  onBatch?(batch: FinishedBatch): void;
  /** Told when the queue cannot be reached; the source goes on trying. */
  onTrouble?(error: unknown): void;
}

/** A running event source mapping. */
export interface EventSource {
  /** Takes no more messages; resolves when the invocations under way have ended. */
  stop(): Promise<void>;
}

/** Pause after the queue could not be reached. */
const troublePauseMs = 500;
/** Pause while messages are left where they are. */
const heldPauseMs = 100;

/**
 * How soon a failed message is tried again: 1, 4, 16, 64 seconds. On AWS it stays hidden for the queue's visibility
 * timeout (twelve minutes); somebody who sits in front of the machine won't wait that long. Everything else of the
 * queue's settings holds, the number of receives before the dead-letter queue included.
 */
export function retryDelaySeconds(receiveCount: number): number {
  return Math.min(4 ** (Math.max(1, receiveCount) - 1), 64);
}

/**
 * Does what Lambda's event source mapping for SQS does: polls the queue, gathers batches, calls the function with at
 * most `maxConcurrency` invocations at a time, deletes what succeeded and leaves what failed to be delivered again.
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const source = new Mapping(options);
  return { stop: () => source.stop() };
}

class Mapping {
  readonly #options: EventSourceOptions;
  readonly #poller: QueuePoller;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #polling: Promise<void>;

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.#poller = new QueuePoller(options.sqs, options.queueUrl, options.settings, options.clock);
    this.#polling = this.#poll();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.all(this.#running);
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.#running.size >= this.#options.settings.maxConcurrency) {
        await Promise.race(this.#running);
        continue;
      }
      const batch = await this.#gather(signal);
      if (batch.length === 0) continue;
      if (signal.aborted) {
        await this.#settle(() => this.#poller.release(batch, () => 0));
        return;
      }
      const invocation: Promise<void> = this.#process(batch).finally(() => this.#running.delete(invocation));
      this.#running.add(invocation);
    }
  }

  async #gather(signal: AbortSignal): Promise<Message[]> {
    try {
      if (await this.#options.isHeld?.()) {
        await this.#options.clock.sleep(heldPauseMs);
        return [];
      }
      return await this.#poller.gather(signal);
    } catch (error) {
      this.#options.onTrouble?.(error);
      await this.#options.clock.sleep(troublePauseMs);
      return [];
    }
  }

  async #process(batch: Message[]): Promise<void> {
    const { clock, function: target, queueArn, region } = this.#options;
    const event = toSqsEvent(batch, queueArn, region);
    const ids = event.Records.map(({ messageId }) => messageId);
    const startedAt = clock.now();
    let failed: Set<string>;
    let error: unknown;
    try {
      failed = failedMessages(await target.invoke(event), ids);
    } catch (thrown) {
      error = thrown;
      failed = new Set(ids);
    }
    const milliseconds = clock.now() - startedAt;
    const isFailed = ({ MessageId = '' }: Message) => failed.has(MessageId);
    await this.#settle(() => this.#poller.delete(batch.filter((message) => !isFailed(message))));
    await this.#settle(() => this.#poller.release(batch.filter(isFailed), delayOf));
    this.#options.onBatch?.({ name: target.name, event, failed, error, startedAt, milliseconds });
  }

  /** Tells the queue what became of messages; when it can't be told, they come again by themselves. */
  async #settle(tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#options.onTrouble?.(error);
    }
  }
}

function delayOf({ Attributes }: Message): number {
  return retryDelaySeconds(Number(Attributes?.ApproximateReceiveCount ?? '1'));
}
