import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultBackoff, retryAfterMs, sleep, waitMs } from '../../../clients/backoff.ts';
import { UnreachableError } from '../../../clients/index.ts';
import { collect, StubSite, siteUrl } from './stub-site.ts';

describe('trying again', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('status %d may pass', async (status) => {
    const site = new StubSite();
    site.putLog(1);
    site.first.set('/changes.json', [{ status }, { status }]);
    expect((await collect(site.client().changes())).length).toBe(1);
    expect(site.sleeps).toEqual([250, 500]);
  });

  test.each([400, 401, 403, 451, 501])('status %d stays', async (status) => {
    const site = new StubSite();
    site.first.set('/changes.json', [{ status }]);
    await expect(collect(site.client().changes())).rejects.toMatchObject({
      code: 'unexpected-answer',
      status,
    });
    expect(site.sleeps).toEqual([]);
  });

  test('a broken connection', async () => {
    const site = new StubSite();
    site.putLog(1);
    site.first.set('/changes.json', [new TypeError('fetch failed')]);
    expect((await collect(site.client().changes())).length).toBe(1);
  });

  test('as late as the server asks', async () => {
    const site = new StubSite();
    site.putLog(1);
    const date = new Date(site.now + 47_000).toUTCString();
    site.first.set('/changes.json', [
      { status: 503, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': date } },
      { status: 503, headers: { 'retry-after': 'soon' } },
    ]);
    await collect(site.client().changes());
    expect(site.sleeps).toEqual([7000, 40_000, 1000]);
  });

  test('not for ever', async () => {
    const site = new StubSite();
    const { attempts } = defaultBackoff;
    site.first.set(
      '/changes.json',
      Array.from({ length: attempts + 1 }, () => ({ status: 503 })),
    );
    const failure = collect(site.client().changes());
    await expect(failure).rejects.toThrow(UnreachableError);
    await expect(failure).rejects.toMatchObject({ cause: { status: 503 } });
    expect(site.requests.length).toBe(attempts);
  });

  test('stopped at once, also while it waits', async () => {
    const site = new StubSite();
    const controller = new AbortController();
    site.first.set('/changes.json', [{ status: 503 }]);
    controller.abort(new Error('stop'));
    await expect(collect(site.client().changes(undefined, { signal: controller.signal }))).rejects.toThrow(
      'stop',
    );
    expect(site.requests).toEqual([]);
    const waiting = new AbortController();
    const slept = sleep(1_000_000, waiting.signal);
    waiting.abort(new Error('stop'));
    await expect(slept).rejects.toThrow('stop');
  });

  test('waits are never longer than allowed, nor shorter than asked for', () => {
    const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fraction,
        fc.option(fc.nat(90_000)),
        (failures, at, asked) => {
          const wait = waitMs(defaultBackoff, failures, asked ?? undefined, at);
          expect(wait).toBeGreaterThanOrEqual(asked ?? 0);
          expect(wait).toBeLessThanOrEqual(Math.max(asked ?? 0, defaultBackoff.longestMs));
        },
      ),
    );
  });

  test.each([
    [null, undefined],
    ['120', 120_000],
    ['soon', undefined],
    ['Thu, 01 Jan 1970 00:00:09 GMT', 4000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ])('Retry-After %s', (header, milliseconds) => {
    expect(retryAfterMs(header, 5000)).toBe(milliseconds);
  });
});

const feed = (ids: string[], next?: string) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Feed',
  items: ids.map((id) => ({
    id,
    url: `${siteUrl}${id}/`,
    title: id,
    date_published: '2026-01-01T00:00:00Z',
  })),
  ...(next && { next_url: siteUrl + next }),
});

describe('feeds', () => {
  test('the whole archive by its links, each article once', async () => {
    const site = new StubSite();
    site.put('/tags/n%C3%A4he/feed.json', feed(['e', 'd', 'c'], 'b.json'));
    site.put('/b.json', feed(['c', 'b'], 'a.json'));
    site.put('/a.json', feed(['a']));
    const items = await collect(site.client().items('tags/nähe'));
    expect(items.map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('a page that goes while it is walked', async () => {
    const site = new StubSite();
    site.put('/feed.json', feed(['d', 'c'], 'b.json'));
    site.put('/b2.json', feed(['c', 'b', 'a']));
    const items = [];
    for await (const { id } of site.client().items()) {
      items.push(id);
      if (id === 'c') site.put('/feed.json', feed(['e', 'd'], 'b2.json'));
    }
    expect(items).toEqual(['d', 'c', 'e', 'b', 'a']);
  });

  test('links into the void end, after waits that grow: a cache may hold an old head', async () => {
    const site = new StubSite();
    site.put('/feed.json', feed(['a'], 'gone.json'));
    await expect(collect(site.client().items())).rejects.toMatchObject({ status: 404 });
    expect(site.sleeps).toHaveLength(4);
    expect(site.sleeps).toEqual([...site.sleeps].sort((a, b) => a - b));
    expect(site.sleeps.at(-1)).toBeGreaterThan(site.sleeps[0] ?? 0);
  });

  test('a feed that is not there', async () => {
    const site = new StubSite();
    expect(await site.client().head('tags/none')).toBeUndefined();
    await expect(collect(site.client().items('tags/none'))).rejects.toMatchObject({ status: 404 });
  });
});

describe('articles', () => {
  const article = { id: 'a', content: { html: '<p>Text</p>' } };
  const at = '2026-06-15T11:59:50Z';
  const change = (toldAt: string) => ({
    sequence: 1,
    id: 'a',
    version: 1,
    kind: 'published' as const,
    at,
    url: `${siteUrl}a/`,
    feeds: ['all'],
    cursor: '1-1',
    toldAt: new Date(toldAt),
  });

  test('a copy older than the change is not taken', async () => {
    const site = new StubSite();
    site.first.set('/a/article.json', [
      { body: article, headers: { date: 'Mon, 15 Jun 2026 11:59:20 GMT' } },
      { status: 404 },
    ]);
    site.put('/a/article.json', article);
    expect(await site.client().article(change(at))).toEqual(article);
    expect(site.sleeps).toEqual([10_000, 10_000]);
  });

  test('one that has gone is not waited for', async () => {
    const site = new StubSite();
    expect(await site.client().article(`${siteUrl}a/`)).toBeUndefined();
    expect(await site.client().article(change('2026-06-15T11:00:00Z'))).toBeUndefined();
    site.first.set('/a/article.json', [{ status: 410 }]);
    expect(await site.client().article(change(at))).toBeUndefined();
    expect(site.sleeps).toEqual([]);
  });
});
