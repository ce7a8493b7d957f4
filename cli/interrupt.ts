/**
 * A signal that the first Ctrl+C, or SIGTERM, aborts, for commands that stop tidily: what is under way is finished and the
 * sums are told. The second ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
