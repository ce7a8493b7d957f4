import { describe, expect, test } from '@jest/globals';
import { largeFeed, publishNewest, walkAll } from '../../../bench/support/large-feed.ts';

const longMs = 120_000;

describe('what a large catalog costs', () => {
  test(
    'publishing makes the same requests into a thousand entries and into twenty thousand',
    async () => {
      const small = await publishNewest(await largeFeed(1_000), 12);
      const large = await publishNewest(await largeFeed(20_000), 12);
      expect(large).toBe(small);
      expect(large).toBeLessThanOrEqual(28);
    },
    longMs,
  );

  test(
    'walking a feed takes requests in proportion to its entries',
    async () => {
      const small = await walkAll(await largeFeed(2_000));
      const large = await walkAll(await largeFeed(20_000));
      expect([small.entries, large.entries]).toEqual([2_000, 20_000]);
      expect(large.requests / small.requests).toBeLessThanOrEqual(11);
      expect(large.requests).toBeLessThanOrEqual(20_000 / 150);
    },
    longMs,
  );
});
