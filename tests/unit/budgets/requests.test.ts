import { describe, expect, test } from '@jest/globals';

// Loaded by itself before the handlers: Jest refuses a CommonJS package that requires an ES module of the same graph.
await import('sanitize-html');
const { burst, trickle } = await import('../../../bench/support/request-counts.ts');

const longMs = 120_000;

/**
 * What an article may cost, a little above what it costs at present; the same counts, of larger runs, are in
 * docs/performance.md. Keys and times are fixed, so the counts are the same in every run.
 */
describe('requests per article, all that AWS bills', () => {
  test(
    'one at a time, in six feeds',
    async () => {
      const { requests, dollarsPerMillion, breakdown } = await trickle(16, 40);
      expect(requests).toBeLessThanOrEqual(74);
      expect(dollarsPerMillion).toBeLessThanOrEqual(200);
      // Six feeds in four formats, three documents of its own, its revision, a sitemap, the change log; the rest are archive pages.
      const puts = new Map(breakdown).get('s3 PutObject') ?? 0;
      expect(puts).toBeGreaterThanOrEqual(28);
      expect(puts).toBeLessThanOrEqual(34);
    },
    longMs,
  );

  test(
    'many at once: documents that they share are written once a batch',
    async () => {
      const { requests, dollarsPerMillion, breakdown } = await burst(120, undefined, 40);
      expect(requests).toBeLessThanOrEqual(17);
      expect(dollarsPerMillion).toBeLessThanOrEqual(53);
      expect(new Map(breakdown).get('s3 PutObject')).toBeLessThanOrEqual(6.5);
    },
    longMs,
  );
});
