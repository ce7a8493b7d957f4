import type { Sqs } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { readQueueCounts } from './queue-counts.ts';
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
  const counts = await Promise.all(queueUrls.map((url) => readQueueCounts(sqs, url)));
  return counts.every(({ waiting, inWork }) => waiting + inWork === 0);
}
