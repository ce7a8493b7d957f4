import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Sqs } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { within } from './within.ts';

/** What has to come to rest. */
export interface Unsettled {
  sqs: Sqs;
  queueUrls: string[];
  /** Resolves when no upload is under way. */
  whenMirrored(): Promise<void>;
  /** Events on their way to a queue. */
  delivering(): number;
  clock: Clock;
}

const pauseMs = 60;

/**
 * Waits until nothing is left to do: every change mirrored, every event delivered, every queue empty, twice in a row.
 * @returns false when that takes longer than the timeout; a message that keeps failing holds it up until it is buried
 */
export async function settleDown(work: Unsettled, timeoutMs: number): Promise<boolean> {
  const deadline = work.clock.now() + timeoutMs;
  let quiet = 0;
  while (quiet < 2) {
    if (work.clock.now() > deadline) return false;
    await within(deadline - work.clock.now(), work.whenMirrored());
    quiet = (await atRest(work)) ? quiet + 1 : 0;
    await work.clock.sleep(pauseMs);
  }
  return true;
}

async function atRest({ sqs, queueUrls, delivering }: Unsettled): Promise<boolean> {
  if (delivering() > 0) return false;
  const depths = await Promise.all(queueUrls.map((url) => depth(sqs, url)));
  return depths.every((count) => count === 0);
}

async function depth(sqs: Sqs, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
