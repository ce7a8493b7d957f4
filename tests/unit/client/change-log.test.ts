import { describe, expect, test } from '@jest/globals';
import { LogGapError } from '../../../clients/index.ts';
import { collect, StubSite } from './stub-site.ts';

const sequences = async (site: StubSite, cursor?: string): Promise<number[]> =>
  (await collect(site.client().changes(cursor))).map(({ sequence }) => sequence);

describe('the change log', () => {
  test('from the first change to the present, over all pages', async () => {
    const site = new StubSite();
    site.putLog(8);
    const changes = await collect(site.client().changes());
    expect(changes.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(changes[0]?.url).toBe('https://news.example/articles/2026/06/story%201/');
    expect(site.paths()).toEqual(['200 /changes.json', '200 /changes/1.json', '200 /changes/2.json']);
  });

  test('from any cursor, exactly what follows it', async () => {
    const site = new StubSite();
    site.putLog(8);
    for (const { sequence, cursor } of await collect(site.client().changes())) {
      const rest = Array.from({ length: 8 - sequence }, (_, index) => sequence + 1 + index);
      expect([cursor, await sequences(site, cursor)]).toEqual([cursor, rest]);
    }
  });

  test('a cursor of the open page goes on once that page is sealed', async () => {
    const site = new StubSite();
    const client = site.client();
    site.putLog(5);
    const cursor = await client.latestCursor();
    expect(await collect(client.changes(cursor))).toEqual([]);
    site.putLog(11);
    expect((await collect(client.changes(cursor))).map(({ sequence }) => sequence)).toEqual([
      6, 7, 8, 9, 10, 11,
    ]);
  });

  test('what is known is asked for conditionally', async () => {
    const site = new StubSite();
    site.putLog(5);
    const client = site.client();
    const cursor = await client.latestCursor();
    await collect(client.changes(cursor));
    await collect(client.changes(cursor));
    expect(site.paths()).toEqual(['200 /changes.json', '304 /changes.json', '304 /changes.json']);
  });

  test('a site where nothing has happened yet', async () => {
    const site = new StubSite();
    const client = site.client();
    const cursor = await client.latestCursor();
    expect(await collect(client.changes(cursor))).toEqual([]);
    site.putLog(4);
    expect((await collect(client.changes(cursor))).length).toBe(4);
  });

  test('an older copy of the head, from another edge, repeats nothing', async () => {
    const site = new StubSite();
    site.putLog(8);
    const cursor = await site.client().latestCursor();
    for (const older of [7, 5, 2]) {
      site.putLog(older);
      expect(await sequences(site, cursor)).toEqual([]);
    }
  });

  test('a gap is told, not passed over', async () => {
    const site = new StubSite();
    site.putLog(5);
    const cursor = await site.client().latestCursor();
    site.putLog(8, 4);
    await expect(sequences(site, cursor)).rejects.toThrow(LogGapError);
    site.putLog(8);
    site.documents.delete('/changes/2.json');
    await expect(sequences(site, '1-3')).rejects.toThrow(LogGapError);
  });

  test.each(['', '0-1', '1', '1-x', '-1-2'])('%j is no cursor', async (cursor) => {
    const site = new StubSite();
    site.putLog(1);
    await expect(sequences(site, cursor)).rejects.toThrow(TypeError);
  });

  test('something else at its address', async () => {
    const site = new StubSite();
    for (const body of ['<!doctype html>', '[]', 'null', '{"page":1}']) {
      site.put('/changes.json', body);
      await expect(sequences(site)).rejects.toMatchObject({ code: 'unexpected-answer', status: 200 });
    }
  });
});

describe('following', () => {
  test('yields changes as they come, until it is stopped', async () => {
    const site = new StubSite();
    site.putLog(2);
    const controller = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { sequence } of site
        .client()
        .follow('1-1', { everyMs: 1000, signal: controller.signal })) {
        seen.push(sequence);
        if (sequence === 2) site.putLog(7);
        if (sequence === 7) controller.abort(new Error('enough'));
      }
    })();
    await expect(following).rejects.toThrow('enough');
    expect(seen).toEqual([2, 3, 4, 5, 6, 7]);
    expect(site.sleeps).toEqual([1000]);
  });
});
