import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

interface FeedJson {
  items: { id: string; date_published: string }[];
  next_url?: string;
  _dropwire: { next_archive?: string };
}

/** Ids of a feed's entries by following links from the head alone: the head's own, then those of the archive. */
function walk(bench: PublishingBench, feed: string): { head: string[]; archive: string[]; pages: string[] } {
  const read = (key: string) => {
    const text = bench.read(key);
    if (text === undefined) throw new Error(`a link leads to ${key}, which doesn't exist`);
    return JSON.parse(text) as FeedJson;
  };
  const head = read(`${feed}feed.json`);
  const archive: string[] = [];
  const pages: string[] = [];
  for (let next = head.next_url; next; ) {
    const key = new URL(next).pathname.slice(1);
    pages.push(key);
    const page = read(key);
    archive.push(...page.items.map(({ id }) => id));
    next = page.next_url;
  }
  return { head: head.items.map(({ id }) => id), archive, pages };
}

/** Checks a feed against the articles that should be in it, newest first. */
function expectFeed(bench: PublishingBench, feed: string, live: Map<string, string>, size: number): void {
  const ids = [...live].sort(([idA, a], [idB, b]) => (a === b ? (idA < idB ? 1 : -1) : a < b ? 1 : -1));
  const expected = ids.map(([id]) => `urn:uuid:${id}`);
  const { head, archive, pages } = walk(bench, feed);
  expect(head.slice(0, size)).toEqual(expected.slice(0, size));
  expect(archive).toEqual(expected.slice(expected.length - archive.length));
  expect(archive.length + Math.min(size, expected.length)).toBeGreaterThanOrEqual(expected.length);
  const linked = new Set(pages.map((key) => key.replace('feed.json', '')));
  const standing = bench.siteKeys().filter((key) => key.startsWith(`${feed}archive/`));
  expect(new Set(standing.map((key) => key.replace(/[^/]+$/, '')))).toEqual(linked);
  // The links forward are those backward, reversed.
  for (const [index, key] of pages.entries()) {
    const newer = pages[index - 1];
    const { _dropwire } = JSON.parse(bench.read(key) ?? '') as FeedJson;
    expect(_dropwire.next_archive).toBe(newer && `https://news.example/${newer}`);
  }
}

const day = 86_400_000;
const start = Date.parse('2026-03-01T00:00:00Z');

describe('archive pages', () => {
  test('cover every entry after any history of additions, moves and withdrawals', async () => {
    const step = fc.record({
      articles: fc.array(fc.record({ name: fc.nat(40), minute: fc.nat(100 * 1440), leaves: fc.boolean() }), {
        minLength: 1,
        maxLength: 30,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        async (steps, size) => {
          const bench = new PublishingBench({ feedSize: size });
          const live = new Map<string, string>();
          for (const { articles } of steps) {
            const touched: string[] = [];
            for (const { name, minute, leaves } of articles) {
              const key = `news/${name}.md`;
              const published = new Date(start + minute * 60_000).toISOString();
              bench.now += 1000;
              const id = await bench.put(key, leaves ? undefined : sampleArticle(key, { published }));
              if (leaves) live.delete(id);
              else live.set(id, published);
              touched.push(id);
            }
            await bench.publish(touched, ['all']);
            expectFeed(bench, '', live, size);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test('hold hundreds of entries in pages of stable size', async () => {
    const bench = new PublishingBench({ feedSize: 20 });
    const live = new Map<string, string>();
    const ids: string[] = [];
    for (let index = 0; index < 800; index++) {
      const published = new Date(start + index * 0.05 * day).toISOString();
      const key = `news/${index}.md`;
      const id = await bench.put(key, sampleArticle(key, { published }));
      live.set(id, published);
      ids.push(id);
    }
    await bench.publish(ids);
    expectFeed(bench, '', live, 20);
    const pages = bench.siteKeys().filter((key) => /^archive\/[^/]+\/feed\.json$/.test(key));
    expect(pages.length).toBeGreaterThan(800 / 128);
    expect(pages.length).toBeLessThan(800 / 32);
  });
});
