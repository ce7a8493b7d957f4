import { RetryableError } from '../../shared/errors.ts';

const injected = new WeakSet<object>();

/** Marks an error as one that the simulation has made. */
export function inject(error: Error): Error {
  injected.add(error);
  return error;
}

/** Whether a handler may fail with this error: a fault that was injected, or others were faster too often. */
export function isExpectedFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (injected.has(cause)) return true;
    if (cause instanceof RetryableError && ['catalog-conflict', 'still-changing'].includes(cause.code))
      return true;
  }
  return false;
}
