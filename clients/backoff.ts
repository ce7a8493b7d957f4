/** How often a request is made and how long it waits in between, in milliseconds. */
export interface BackoffOptions {
  /** Requests in all before it gives up. */
  attempts: number;
  /** The longest wait after the first failure; doubled after each. */
  firstMs: number;
  /** No wait is longer, unless the server asks for it. */
  longestMs: number;
}

export const defaultBackoff: BackoffOptions = { attempts: 6, firstMs: 500, longestMs: 30_000 };

/** Statuses that may be others the next time (RFC 9110, 15.5 and 15.6; RFC 6585; RFC 8470). */
export const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * How long to wait after a failure: anything between nothing and the present limit ("full jitter"), so that clients
 * that failed together don't come back together; but never less than the server asked for.
 * @param failures so far, at least one
 * @param fraction at least 0, below 1
 */
export function waitMs(
  { firstMs, longestMs }: BackoffOptions,
  failures: number,
  retryAfterMs: number | undefined,
  fraction: number,
): number {
  const most = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.max(fraction * most, retryAfterMs ?? 0);
}

/** A Retry-After header in milliseconds from now (RFC 9110, 10.2.3: seconds or a date); undefined when it is neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits. @throws the signal's reason as soon as it is aborted */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(done, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    function done() {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
  });
}
