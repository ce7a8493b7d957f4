import { randomUUID } from 'node:crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import type { Clock } from '../shared/clock.ts';
import type { LocalFunction } from './lambda/local-function.ts';

/** What a schedule needs. */
export interface ScheduleOptions {
  function: LocalFunction;
  everySeconds: number;
  region: string;
  accountId: string;
  clock: Pick<Clock, 'now'>;
  /** Told when an invocation failed; the next one comes at its time. */
  onFailure?(error: unknown): void;
}

/** A running schedule. */
export interface Schedule {
  /** Runs the function now, or waits for the run under way. */
  runNow(): Promise<void>;
  /** Resolves when the invocation under way has ended; there will be no other. */
  stop(): Promise<void>;
}

/**
 * Calls a function at once and then every so many seconds, as EventBridge Scheduler does. A run that takes longer than
 * the interval delays the next one: there is never more than one at a time.
 */
export function startSchedule(options: ScheduleOptions): Schedule {
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= invoke(options).finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(run, options.everySeconds * 1000);
  void run();
  return {
    runNow: run,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function invoke({ function: target, clock, region, accountId, onFailure }: ScheduleOptions) {
  const event: EventBridgeEvent<'Scheduled Event', Record<string, never>> = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date(clock.now()).toISOString(),
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/${target.name}`],
    detail: {},
  };
  try {
    await target.invoke(event);
  } catch (error) {
    onFailure?.(error);
  }
}
