import { describe, expect, test } from '@jest/globals';
import { countUpload, uploadLine } from '../../../functions/ingest/report-upload.ts';
import { countBatch, logBatch } from '../../../functions/publish/report-batch.ts';
import { Counters } from '../../../shared/metrics.ts';
import { metricNames } from '../../../shared/resources/metrics.ts';
import { printedBy } from './emf-lines.ts';

const article = '7c1c0b0e-9d0f-5a64-9f0a-0f3f2b8f7f10';
const counters = () => new Counters('catalog-table');
const upload = { key: 'news/ferry.md', articles: [article], changes: [] };

describe('counting', () => {
  test('a rejection counts in all and by its code, for this pipeline', async () => {
    const lines = await printedBy(() =>
      countUpload(counters(), { ...upload, result: 'rejected', code: 'too-large' }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ service: 'catalog-table', code: 'too-large', Rejected: 1 });
    expect(lines[0]?._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Dropwire',
        Dimensions: [['service'], ['service', 'code']],
        Metrics: [{ Name: 'Rejected', Unit: 'Count' }],
      },
    ]);
  });

  test.each([
    ['accepted', 1],
    ['unchanged', 1],
    ['deleted', undefined],
    ['stale', undefined],
  ] as const)('an upload that was %s', async (result, accepted) => {
    const all = counters();
    countUpload(all, { ...upload, result });
    all.count('ingestRequests', 0, true);
    const [line] = await printedBy(() => all.metrics.publishStoredMetrics());
    expect(line?.Accepted).toBe(accepted);
    expect(line?.IngestRequests).toBe(0);
  });

  test('a batch counts each kind of change once, and how long each took', async () => {
    const at = '2026-06-15T12:00:00Z';
    const visible = (change: 'published' | 'updated' | 'withdrawn', latencyMs: number) => ({
      article,
      change,
      at,
      latencyMs,
    });
    const outcome = {
      batchItemFailures: [],
      articles: 3,
      visible: [visible('published', 1500), visible('published', 2500), visible('withdrawn', 900)],
      shrunk: ['tags/ferries'],
      checkFailures: 1,
    };
    const all = counters();
    countBatch(all, outcome);
    const [line, ...others] = await printedBy(() => all.metrics.publishStoredMetrics());
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      Published: 2,
      Withdrawn: 1,
      PublishLatency: [1500, 2500, 900],
      ShrunkFeeds: 1,
      CheckFailures: 1,
    });
    expect(line).not.toHaveProperty('Updated');
    const units = Object.fromEntries(
      line?._aws.CloudWatchMetrics[0]?.Metrics.map(({ Name, Unit }) => [Name, Unit]) ?? [],
    );
    expect(units).toMatchObject({ PublishLatency: 'Milliseconds', Published: 'Count' });

    const said: unknown[] = [];
    const log = {
      info: (message: string, details: object) => said.push([message, details]),
      warn: (message: string, details: object) => said.push([message, details]),
    };
    logBatch(log, outcome);
    expect(said).toContainEqual(['visible', { article, change: 'withdrawn', at, latencyMs: 900 }]);
    expect(said).toContainEqual(['feed lost most of its entries', { feed: 'tags/ferries' }]);
  });

  test('no two metrics share a name', () => {
    const names = Object.values(metricNames);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('the line of an upload names it, says why it was rejected, and stays short', () => {
  const articles = Array.from({ length: 25 }, (_, index) => `article-${index}`);
  const line = uploadLine({
    ...upload,
    articles,
    result: 'rejected',
    code: 'no-title',
    reason: 'Give it one.',
  });
  expect(line).toEqual({
    upload: 'news/ferry.md',
    result: 'rejected',
    articles: articles.slice(0, 20),
    moreArticles: 5,
    code: 'no-title',
    reason: 'Give it one.',
  });
});
