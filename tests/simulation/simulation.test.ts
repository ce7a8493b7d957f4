import { expect, test } from '@jest/globals';
import { simulateSeeds } from './simulate-seeds.ts';

/**
 * The whole pipeline under delays, reordering, repetition, conflicts, throttling, lost answers and killed handlers.
 * A failure names its seed: `SEED=1234 npm run test:simulation -- simulation.test` runs that one alone, and with
 * `TRACE=1` it tells every step. Seeds from 501 on are in a file of their own, for a second core.
 */
const one = process.env.SEED;
const simulation = one === undefined ? simulateSeeds(1, 500) : simulateSeeds(Number(one), 1);

test('equal seeds give equal runs', async () => {
  const traces = [];
  for (let run = 0; run < 2; run++) {
    const lines: string[] = [];
    await simulation().runWorld({ seed: 7, trace: (line) => void lines.push(line) });
    traces.push(lines);
  }
  expect(traces[0]?.length).toBeGreaterThan(100);
  expect(traces[1]).toEqual(traces[0]);
});
