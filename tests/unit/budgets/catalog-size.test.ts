import { describe, expect, test } from '@jest/globals';
import { largeFeed, publishNewest, walkAll } from '../../../bench/support/large-feed.ts';

const longMs = 120_000;

describe('what a large catalog costs', () => {
  test(
    'publishing makes the same requests into a hundred entries and into a hundred thousand',
    async () => {
      const small = await publishNewest(await largeFeed(100), 12);
      const large = await publishNewest(await largeFeed(100_000), 12);
      expect(large).toBe(small);
      expect(large).toBeLessThanOrEqual(26);
    },
    longMs,
  );

  test(
    'walking a feed takes requests in proportion to its entries',
    async () => {
      const small = await walkAll(await largeFeed(5_000));
      const large = await walkAll(await largeFeed(50_000));
      expect([small.entries, large.entries]).toEqual([5_000, 50_000]);
      expect(large.requests / small.requests).toBeLessThanOrEqual(11);
      expect(large.requests).toBeLessThanOrEqual(50_000 / 150);
    },
    longMs,
  );
});
