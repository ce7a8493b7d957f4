import { expect, test } from '@jest/globals';
import { loadSimulation } from './load-simulation.ts';
import { simulateSeeds } from './simulate-seeds.ts';

/**
 * The whole pipeline under delays, reordering, repetition, conflicts, throttling, lost answers and killed handlers.
 * A failure names its seed: `SEED=1234 npm run test:simulation -- simulation.test` runs that one alone, and with
 * `TRACE=1` it tells every step. Seeds from 501 on are in a file of their own, for a second core.
 */
const one = process.env.SEED;
const first = one === undefined ? 1 : Number(one);

// First of all, for a run must not depend on what runs before it have loaded or rendered.
test('equal seeds give equal runs', async () => {
  const { runWorld } = await loadSimulation();
  const seeds = one === undefined ? [1, 2, 3, 7] : [first];
  const traces = [];
  for (const seed of [...seeds, ...seeds]) {
    const lines: string[] = [];
    await runWorld({ seed, trace: (line) => void lines.push(line) });
    expect(lines.length).toBeGreaterThan(20);
    traces.push(lines);
  }
  expect(traces.slice(seeds.length)).toEqual(traces.slice(0, seeds.length));
});

simulateSeeds(first, one === undefined ? 500 : 1);
