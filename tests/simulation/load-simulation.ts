/** The simulation over the real use-cases. */
export async function loadSimulation() {
  // The models answer "not there" with an error hundreds of times a run; stack traces would take a tenth of its time.
  Error.stackTraceLimit = process.env.SEED === undefined ? 0 : 10;
  const { runWorld } = await import('./run.ts');
  const { checkWorld } = await import('./check-world.ts');
  return { runWorld, checkWorld };
}
