/** Signals that arrive this soon after the first are the same wish: a terminal and npm both pass Ctrl-C on. */
const sameWishMs = 400;

/**
 * Calls back when the process is asked to stop, and once more when it is asked again.
 * @returns a function that stops listening
 */
export function onStopSignal(stop: () => void, force: () => void): () => void {
  let firstAt: number | undefined;
  const listener = () => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      stop();
    } else if (now - firstAt > sameWishMs) force();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

const parentCheckMs = 500;

/**
 * Calls back when npm, which started this process, is gone: killed, it can't pass anything on. A process that was
 * started without npm may outlive whoever started it.
 * @returns a function that stops looking
 */
export function onParentGone(environment: Record<string, string | undefined>, stop: () => void): () => void {
  if (environment.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop();
  }, parentCheckMs);
  timer.unref();
  return () => clearInterval(timer);
}
