import { beforeAll, expect, test } from '@jest/globals';
import { loadSimulation } from './load-simulation.ts';

/**
 * The whole pipeline under delays, reordering, repetition, conflicts, throttling, lost answers and killed handlers.
 * A failure names its seed: `SEED=1234 npm run test:simulation -- simulation.test` runs that one alone, and with
 * `TRACE=1` it tells every step.
 */
const one = process.env.SEED;
const seeds = one === undefined ? 1000 : 1;
const perTest = Math.min(seeds, 50);

let simulation: Awaited<ReturnType<typeof loadSimulation>>;

beforeAll(async () => {
  simulation = await loadSimulation();
});

const starts = Array.from({ length: seeds / perTest }, (_, i) =>
  one === undefined ? 1 + i * perTest : Number(one),
);

test.each(starts)(
  'the site ends up right, and nothing leaks on the way: seeds from %i',
  async (start) => {
    const wrong: Record<string, string[]> = {};
    for (let seed = start; seed < start + perTest; seed++) {
      const trace = process.env.TRACE ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
      const violations = await simulation.checkWorld(await simulation.runWorld({ seed, trace }));
      if (violations.length > 0) wrong[`SEED=${seed}`] = violations.slice(0, 10);
    }
    expect(wrong).toEqual({});
  },
  600_000,
);

test('equal seeds give equal runs', async () => {
  const traces = [];
  for (let run = 0; run < 2; run++) {
    const lines: string[] = [];
    await simulation.runWorld({ seed: 7, trace: (line) => void lines.push(line) });
    traces.push(lines);
  }
  expect(traces[0]?.length).toBeGreaterThan(100);
  expect(traces[1]).toEqual(traces[0]);
});
