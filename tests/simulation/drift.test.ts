import { beforeAll, expect, test } from '@jest/globals';
import { loadSimulation } from './load-simulation.ts';

/**
 * What the publish protocol can't see by itself: a write of a dead publisher that arrives when a document has come back
 * to the bytes it knew, and whatever people do to the bucket. One round of the search for drift repairs all of it.
 */
const seeds = Array.from({ length: 60 }, (_, i) => 100_001 + i);

let simulation: Awaited<ReturnType<typeof loadSimulation>>;

beforeAll(async () => {
  simulation = await loadSimulation();
});

test('a damaged site is as it should be after one round of the search for drift', async () => {
  const wrong: Record<string, string[]> = {};
  for (const seed of seeds) {
    const world = await simulation.runWorld({ seed, late: true, drift: true });
    const violations = await simulation.checkWorld(world);
    if (violations.length > 0) wrong[`SEED=${seed}`] = violations.slice(0, 10);
  }
  expect(wrong).toEqual({});
}, 600_000);
