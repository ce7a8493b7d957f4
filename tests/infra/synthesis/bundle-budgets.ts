import { describe, expect, test } from '@jest/globals';
import { duplicatesIn } from '../../../bench/support/bundles.ts';
import { assembly, metafileOf } from '../synthesized.ts';

/** Bytes, minified: the smaller, the sooner a cold function answers. What is in them is in docs/performance.md. */
const budgets = [
  ['ingest', 1_400_000],
  ['publish', 1_200_000],
  ['reconcile', 760_000],
] as const;

describe('budgets of the bundles', () => {
  test.each(budgets)('%s has at most %d bytes, and no package twice', async (name, most) => {
    const metafile = await metafileOf(assembly, name);
    const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(most);
    expect(duplicatesIn(metafile)).toEqual([]);
  });
});
