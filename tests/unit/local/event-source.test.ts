import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { type FinishedBatch, retryDelaySeconds, startEventSource } from '../../../local/event-source.ts';
import { failedMessages } from '../../../local/lambda/batch-response.ts';
import { localFunction } from '../../../local/lambda/local-function.ts';
import { startSchedule } from '../../../local/schedule.ts';
import { systemClock } from '../../../shared/clock.ts';

const place = { region: 'eu-west-1', accountId: '000000000000' };
const limits = { memoryMB: 512, timeoutSeconds: 30 };

/** A queue in memory that answers the three requests of an event source. */
class FakeQueue {
  readonly waiting: { id: string; count: number }[] = [];
  readonly deleted: string[] = [];
  readonly released: [id: string, seconds: number][] = [];
  asked: number[] = [];

  put(...ids: string[]): void {
    for (const id of ids) this.waiting.push({ id, count: 0 });
  }

  send = async (command: unknown, options?: { abortSignal?: AbortSignal }): Promise<never> => {
    if (command instanceof ReceiveMessageCommand)
      return (await this.#receive(command, options?.abortSignal)) as never;
    if (command instanceof DeleteMessageBatchCommand) {
      for (const { ReceiptHandle } of command.input.Entries ?? []) this.deleted.push(ReceiptHandle ?? '');
    } else if (command instanceof ChangeMessageVisibilityBatchCommand) {
      for (const { ReceiptHandle, VisibilityTimeout } of command.input.Entries ?? []) {
        this.released.push([ReceiptHandle ?? '', VisibilityTimeout ?? -1]);
      }
    } else throw new Error('unexpected request');
    return {} as never;
  };

  async #receive({ input }: ReceiveMessageCommand, signal: AbortSignal | undefined) {
    this.asked.push(input.MaxNumberOfMessages ?? 0);
    while (this.waiting.length === 0) {
      if (signal?.aborted) throw new DOMException('aborted', 'AbortError');
      if (input.WaitTimeSeconds === 0) return {};
      await systemClock.sleep(1);
    }
    const taken = this.waiting.splice(0, input.MaxNumberOfMessages);
    return {
      Messages: taken.map(({ id, count }) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: `body of ${id}`,
        MD5OfBody: 'md5',
        Attributes: { ApproximateReceiveCount: String(count + 1), SentTimestamp: '1', SenderId: 'x' },
      })),
    };
  }
}

interface Setup {
  batchSize?: number;
  batchingWindowSeconds?: number;
  maxConcurrency?: number;
  isHeld?(): Promise<boolean>;
  handler(event: SQSEvent, context: Context): Promise<unknown>;
}

/** Starts a source over a queue that holds messages; `batches(n)` resolves with the first n that finished. */
function sourceOver(queue: FakeQueue, { handler, isHeld, ...settings }: Setup) {
  const finished: FinishedBatch[] = [];
  const source = startEventSource({
    sqs: queue as never,
    queueUrl: 'http://queue',
    queueArn: 'arn:aws:sqs:eu-west-1:000000000000:q',
    region: 'eu-west-1',
    settings: { batchSize: 10, batchingWindowSeconds: 0, maxConcurrency: 2, ...settings },
    function: localFunction('f', handler, limits, place, systemClock),
    clock: systemClock,
    isHeld,
    onBatch: (batch) => finished.push(batch),
  });
  const batches = async (count: number) => {
    while (finished.length < count) await systemClock.sleep(1);
    return finished;
  };
  return { source, batches };
}

describe('an event source', () => {
  test('hands messages over as Lambda does, and deletes them', async () => {
    const queue = new FakeQueue();
    queue.put('a', 'b');
    const events: SQSEvent[] = [];
    const contexts: Context[] = [];
    const { source, batches } = sourceOver(queue, {
      handler: async (event, context) => {
        events.push(event);
        contexts.push(context);
        return { batchItemFailures: [] };
      },
    });
    await batches(1);
    await source.stop();
    expect(events[0]?.Records[0]).toEqual({
      messageId: 'a',
      receiptHandle: 'a',
      body: 'body of a',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1',
        SenderId: 'x',
        ApproximateFirstReceiveTimestamp: '',
      },
      messageAttributes: {},
      md5OfBody: 'md5',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:q',
      awsRegion: 'eu-west-1',
    });
    expect(contexts[0]).toMatchObject({
      functionName: 'f',
      memoryLimitInMB: '512',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    });
    const left = contexts[0]?.getRemainingTimeInMillis() ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(30_000);
    expect(queue.deleted.sort()).toEqual(['a', 'b']);
    expect(queue.released).toEqual([]);
  });

  test('leaves messages in the queue while it is held', async () => {
    const queue = new FakeQueue();
    queue.put('a');
    const receivedBefore: number[] = [];
    const { source, batches } = sourceOver(queue, {
      isHeld: async () => receivedBefore.push(queue.asked.length) < 3,
      handler: async () => ({ batchItemFailures: [] }),
    });
    await batches(1);
    await source.stop();
    expect(receivedBefore.slice(0, 3)).toEqual([0, 0, 0]);
    expect(queue.deleted).toEqual(['a']);
  });

  test('leaves only the messages that failed, to be tried again soon', async () => {
    const queue = new FakeQueue();
    queue.put('a', 'b', 'c');
    const { source, batches } = sourceOver(queue, {
      handler: async () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] }),
    });
    const [batch] = await batches(1);
    await source.stop();
    expect(batch?.failed).toEqual(new Set(['b']));
    expect(queue.deleted.sort()).toEqual(['a', 'c']);
    expect(queue.released).toEqual([['b', 1]]);
  });

  test('leaves the whole batch when the handler throws', async () => {
    const queue = new FakeQueue();
    queue.put('a', 'b');
    const failure = new Error('no');
    const { source, batches } = sourceOver(queue, {
      handler: async () => {
        throw failure;
      },
    });
    const [batch] = await batches(1);
    await source.stop();
    expect(batch?.error).toBe(failure);
    expect(queue.deleted).toEqual([]);
    expect(queue.released.map(([id]) => id).sort()).toEqual(['a', 'b']);
  });

  test('gathers a batch larger than one request while its window is open', async () => {
    const queue = new FakeQueue();
    queue.put(...Array.from({ length: 25 }, (_, index) => `m${index}`));
    const { source, batches } = sourceOver(queue, {
      batchSize: 25,
      batchingWindowSeconds: 1,
      handler: async () => undefined,
    });
    const [batch] = await batches(1);
    await source.stop();
    expect(batch?.event.Records).toHaveLength(25);
    expect(queue.asked.slice(0, 3)).toEqual([10, 10, 5]);
  });

  test('never runs more invocations than it may', async () => {
    const queue = new FakeQueue();
    queue.put('a', 'b', 'c', 'd', 'e');
    let running = 0;
    let most = 0;
    const { source, batches } = sourceOver(queue, {
      batchSize: 1,
      maxConcurrency: 2,
      handler: async () => {
        running++;
        most = Math.max(most, running);
        await systemClock.sleep(5);
        running--;
      },
    });
    await batches(5);
    await source.stop();
    expect(most).toBe(2);
    expect(queue.deleted.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('waits for invocations under way when it stops', async () => {
    const queue = new FakeQueue();
    queue.put('a');
    let finish = () => {};
    const started = Promise.withResolvers<void>();
    const { source } = sourceOver(queue, {
      handler: () =>
        new Promise((resolve) => {
          finish = () => resolve(undefined);
          started.resolve();
        }),
    });
    await started.promise;
    const stopped = source.stop();
    finish();
    await stopped;
    expect(queue.deleted).toEqual(['a']);
  });

  test('tries again after a second, then ever later, for a minute at most', () => {
    expect([1, 2, 3, 4, 5, 50].map(retryDelaySeconds)).toEqual([1, 4, 16, 64, 64, 64]);
  });
});

describe('the answer to a batch', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['no list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('is success when it is %s', (_name, response) => {
    expect(failedMessages(response, ['a', 'b'])).toEqual(new Set());
  });

  test.each([
    ['text', 'fine'],
    ['a list of another kind', { batchItemFailures: 'a' }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['another key', { batchItemFailures: [{ id: 'a' }] }],
    ['an identifier of no message', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
  ])('fails the whole batch when it is %s', (_name, response) => {
    expect(failedMessages(response, ['a', 'b'])).toEqual(new Set(['a', 'b']));
  });
});

describe('a function', () => {
  test('that takes longer than its timeout fails', async () => {
    const slow = localFunction(
      'slow',
      () => new Promise(() => {}),
      { memoryMB: 128, timeoutSeconds: 0.01 },
      place,
      systemClock,
    );
    await expect(slow.invoke({})).rejects.toMatchObject({ code: 'function-timeout' });
  });
});

describe('a schedule', () => {
  test('runs at once, never twice at a time, and survives failures', async () => {
    const events: unknown[] = [];
    const failures: unknown[] = [];
    const target = {
      name: 'reconcile',
      invoke: async (event: unknown) => {
        events.push(event);
        throw new Error('no');
      },
    };
    const schedule = startSchedule({
      function: target,
      everySeconds: 3600,
      ...place,
      clock: { now: () => Date.parse('2026-05-01T00:00:00Z') },
      onFailure: (error) => failures.push(error),
    });
    await Promise.all([schedule.runNow(), schedule.runNow()]);
    await schedule.runNow();
    await schedule.stop();
    expect(events).toHaveLength(2);
    expect(failures).toHaveLength(2);
    expect(events[0]).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-05-01T00:00:00.000Z',
    });
  });
});
