import { describe, expect, test } from '@jest/globals';
import type { Sqs } from '../../../shared/clients.ts';
import { clientOf } from '../../helpers/models/service-model.ts';
import { sampleArticle } from '../../helpers/publishing.ts';
import { ReconcilingBench } from '../../helpers/reconciling.ts';

async function benchOf(articles: number, pace = {}): Promise<ReconcilingBench> {
  const bench = new ReconcilingBench({ feedSize: 10 }, pace);
  const ids: string[] = [];
  for (let index = 0; index < articles; index++) {
    const key = `news/${index}.md`;
    const published = new Date(Date.parse('2026-03-01') + index * 7_200_000).toISOString();
    ids.push(await bench.put(key, sampleArticle(key, { published })));
  }
  await bench.publish(ids);
  return bench;
}

describe('the first run of a process', () => {
  test('has the front page looked at, so that an empty site gets one', async () => {
    const bench = new ReconcilingBench();
    await bench.reconcileOnce();
    await bench.deliver();
    for (const key of ['index.html', 'feed.json', 'rss.xml', 'atom.xml', 'feeds.opml', '404.html']) {
      expect(bench.siteKeys()).toContain(key);
    }
    await bench.round();
    const again = await bench.reconcileOnce();
    expect(again).toMatchObject({ released: 0, announced: 0, orphans: 0, unknown: 0 });
    expect(bench.sqs.bodies('publish')).toEqual([]);
    bench.restart();
    await bench.reconcileOnce();
    expect(bench.sqs.bodies('publish')).toEqual(['{"feeds":["all"]}', '{"news":true}']);
  });
});

test('an article that is due is released by the run after its time', async () => {
  const bench = new ReconcilingBench();
  const due = new Date(bench.now + 90_000).toISOString();
  const id = await bench.put('news/later.md', sampleArticle('news/later.md', { published: due }));
  bench.now += 60_000;
  expect(await bench.reconcileOnce()).toMatchObject({ released: 0 });
  await bench.deliver();
  expect(bench.siteKeys().filter((key) => key.startsWith('articles/'))).toEqual([]);
  bench.now += 60_000;
  expect(await bench.reconcileOnce()).toMatchObject({ released: 1 });
  await bench.deliver();
  expect(bench.read('feed.json')).toContain(id);
});

describe('a run that dies', () => {
  const phases = ['articles', 'feeds', 'site'] as const;

  test.each(phases)('while it tells the publisher, in phase %s, is repeated by the next', async (phase) => {
    const bench = await benchOf(40);
    const broken = 'articles/2026/03/';
    const gone = bench.siteKeys().find((key) => key.startsWith(broken)) ?? '';
    const right = bench.site();
    bench.s3.DeleteObject({ Bucket: 'site', Key: gone });
    bench.s3.PutObject({ Bucket: 'site', Key: 'archive/2019-07/rss.xml', Body: 'old' });
    let position = (await bench.reconcileOnce()).cursor.position;
    while (position.phase !== phase) position = (await bench.reconcileOnce()).cursor.position;
    await bench.deliver();

    const sqs = bench.sqs.client<Sqs>();
    let sent = 0;
    bench.broken.sqs = clientOf<Sqs>((command) => {
      sent += 1;
      if (sent > 1) throw new Error('the process ends here');
      return sqs.send(command as never) as Promise<object>;
    });
    bench.restart();
    // The first message of a process is for the front page; the second is the slice's.
    await expect(bench.reconcileOnce()).rejects.toThrow('ends here');
    delete bench.broken.sqs;
    bench.restart();
    await bench.round();
    expect(bench.site()).toEqual(right);
  });

  test('before its cursor has moved repeats a slice and no more', async () => {
    const bench = await benchOf(40);
    await bench.round();
    bench.now += 86_400_000;
    const put = bench.dynamodb.PutItem.bind(bench.dynamodb);
    bench.dynamodb.PutItem = () => {
      throw new Error('the process ends here');
    };
    await expect(bench.reconcileOnce()).rejects.toThrow('ends here');
    const announced = bench.sqs.bodies('publish');
    bench.dynamodb.PutItem = put;
    const { cursor } = await bench.reconcileOnce();
    expect(cursor).toMatchObject({ round: 2, position: { phase: 'articles' } });
    expect(bench.sqs.bodies('publish')).toEqual([...announced, ...announced]);
  });

  test('of two runs at the same time one moves the cursor', async () => {
    const bench = await benchOf(40);
    const first = bench.reconcileOnce();
    bench.restart();
    const both = await Promise.all([first, bench.reconcileOnce()]);
    expect(both.map(({ cursor }) => cursor.position)).toEqual([
      both[0]?.cursor.position,
      both[0]?.cursor.position,
    ]);
    const third = await bench.reconcileOnce();
    expect(third.cursor.position).not.toEqual(both[0]?.cursor.position);
    expect(third.cursor.position.phase).toBe('articles');
  });
});

describe('constant cost', () => {
  /** Requests of a run that has nothing to do but to look. */
  async function requestsOf(bench: ReconcilingBench): Promise<Record<string, number>> {
    const before = new Map([...bench.s3.requests, ...bench.dynamodb.requests, ...bench.sqs.requests]);
    await bench.reconcileOnce();
    const after = new Map([...bench.s3.requests, ...bench.dynamodb.requests, ...bench.sqs.requests]);
    return Object.fromEntries(
      [...after].flatMap(([name, count]) => {
        const more = count - (before.get(name) ?? 0);
        return more > 0 ? [[name, more]] : [];
      }),
    );
  }

  test('a run at rest reads the schedule, the news of two days and the cursor, and nothing else', async () => {
    const bench = await benchOf(40);
    await bench.round();
    expect(await requestsOf(bench)).toEqual({ Query: 2, GetItem: 1 });
  });

  test.each(['articles', 'feeds', 'site'] as const)(
    'a slice of phase %s costs the same on a larger site',
    async (phase) => {
      const costs: Record<string, number>[] = [];
      for (const articles of [120, 360]) {
        const bench = await benchOf(articles, { siteKeysPerRun: 30, entriesPerRun: 60, articlesPerRun: 20 });
        let position = (await bench.reconcileOnce()).cursor.position;
        while (position.phase !== phase || position.after === undefined) {
          position = (await bench.reconcileOnce()).cursor.position;
        }
        costs.push(await requestsOf(bench));
      }
      const total = (cost: Record<string, number> | undefined) =>
        Object.values(cost ?? {}).reduce((sum, count) => sum + count, 0);
      expect(Math.abs(total(costs[0]) - total(costs[1]))).toBeLessThanOrEqual(8);
      expect(total(costs[1])).toBeLessThanOrEqual(60);
    },
  );

  test('no read is only eventually consistent', async () => {
    const bench = await benchOf(40);
    await bench.round();
    expect(bench.dynamodb.eventualReads).toEqual([]);
  });
});
