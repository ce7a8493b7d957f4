import { beforeAll, expect, test } from '@jest/globals';
import { loadSimulation } from './load-simulation.ts';

type Simulation = Awaited<ReturnType<typeof loadSimulation>>;

/** Seeds simulated by one test. */
const perTest = 50;

/** Tests that simulate the seeds from `first` on: each a world of its own, checked against the oracle. */
export function simulateSeeds(first: number, count: number): void {
  let simulation: Simulation;

  beforeAll(async () => {
    simulation = await loadSimulation();
  });

  const starts = Array.from({ length: Math.ceil(count / perTest) }, (_, index) => first + index * perTest);
  test.each(starts)(
    'the site ends up right, and nothing leaks on the way: seeds from %i',
    async (start) => {
      const wrong: Record<string, string[]> = {};
      for (let seed = start; seed < Math.min(start + perTest, first + count); seed++) {
        const trace = process.env.TRACE
          ? (line: string) => void process.stdout.write(`${line}\n`)
          : undefined;
        const violations = await simulation.checkWorld(await simulation.runWorld({ seed, trace }));
        if (violations.length > 0) wrong[`SEED=${seed}`] = violations.slice(0, 10);
      }
      expect(wrong).toEqual({});
    },
    600_000,
  );
}
