import type { Counters } from '../../shared/metrics.ts';
import type { PublishBatchOutcome } from './publish-batch.ts';

/** A logger, as far as it is used here. */
interface Log {
  info(message: string, details: Record<string, unknown>): void;
  warn(message: string, details: Record<string, unknown>): void;
}

/** Writes a line for each change that readers see now, by which it is found with its article's id. */
export function logBatch(log: Log, { visible, shrunk }: PublishBatchOutcome): void {
  for (const change of visible) log.info('visible', { ...change });
  for (const feed of shrunk) log.warn('feed lost most of its entries', { feed });
}

/** Counts what a batch did. */
export function countBatch(
  counters: Counters,
  { visible, shrunk, checkFailures }: PublishBatchOutcome,
): void {
  for (const kind of ['published', 'updated', 'withdrawn'] as const) {
    counters.count(kind, visible.filter(({ change }) => change === kind).length);
  }
  for (const { latencyMs } of visible) counters.milliseconds('publishLatency', latencyMs);
  counters.count('shrunkFeeds', shrunk.length);
  counters.count('checkFailures', checkFailures);
}
