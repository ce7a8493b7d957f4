import { describe, expect, jest, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { publishBatch } from '../../../functions/publish/publish-batch.ts';
import type { FailureDetails } from '../../../shared/queue-batch.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

const record = (messageId: string, body: unknown): SQSRecord =>
  ({ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSRecord;
const newLog = () => ({ error: jest.fn<(message: string, details: FailureDetails) => void>() });
const key = 'news/ferry.md';

describe('the outcome of a batch', () => {
  test('says what readers see now, and how long it took', async () => {
    const bench = new PublishingBench();
    const article = await bench.put(key, sampleArticle(key));
    const change = { article, change: 'published', at: new Date(bench.now).toISOString() };
    bench.now += 4200;
    const outcome = await publishBatch(
      bench.deps,
      [record('1', { articles: [article], changes: [change] }), record('2', { articles: [article] })],
      newLog(),
    );
    expect(outcome).toEqual({
      batchItemFailures: [],
      articles: 1,
      visible: [{ ...change, latencyMs: 4200 }],
      shrunk: [],
      checkFailures: 0,
    });
    expect(bench.read('feed.json')).toContain(article);
  });

  test('counts no change before its feeds are there, and then the whole time', async () => {
    const bench = new PublishingBench();
    const article = await bench.put(key, sampleArticle(key));
    const message = {
      articles: [article],
      changes: [{ article, change: 'published', at: new Date(bench.now).toISOString() }],
    };
    const { site } = bench.deps;
    const writes = site.put.bind(site);
    const put = jest.spyOn(site, 'put').mockImplementation(async (name, ...rest) => {
      if (name === 'feed.json') throw new Error('no feeds today');
      await writes(name, ...rest);
    });
    const log = newLog();
    const failed = await publishBatch(bench.deps, [record('1', message)], log);
    expect(failed.batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
    expect(failed.visible).toEqual([]);
    expect(log.error).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ messageId: '1', subject: article }),
    );
    put.mockRestore();
    bench.now += 60_000;
    const { visible } = await publishBatch(bench.deps, [record('1', message)], log);
    expect(visible.map(({ latencyMs }) => latencyMs)).toEqual([60_000]);
  });

  test('one message that is none fails alone', async () => {
    const bench = new PublishingBench();
    const article = await bench.put(key, sampleArticle(key));
    const log = newLog();
    const records = [
      record('a', '{'),
      record('b', { articles: ['not an id'] }),
      record('c', { articles: [article] }),
    ];
    const { batchItemFailures } = await publishBatch(bench.deps, records, log);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }]);
    expect(log.error).toHaveBeenCalledTimes(2);
    expect(bench.read('feed.json')).toContain(article);
  });

  test('names feeds that lost most of their entries at once, not those that lose a few', async () => {
    const bench = new PublishingBench();
    const keys = Array.from({ length: 12 }, (_, index) => `news/${index}.md`);
    const ids: string[] = [];
    for (const each of keys) ids.push(await bench.put(each, sampleArticle(each, { tags: ['ferries'] })));
    const publishAll = () => publishBatch(bench.deps, [record('1', { articles: ids })], newLog());
    expect((await publishAll()).shrunk).toEqual([]);
    await bench.put(keys[0] as string, undefined);
    expect((await publishAll()).shrunk).toEqual([]);
    for (const each of keys.slice(1, 8)) await bench.put(each, undefined);
    expect((await publishAll()).shrunk.sort()).toEqual(['all', 'languages/en', 'tags/ferries']);
    expect((await publishAll()).shrunk).toEqual([]);
  });
});
