import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ReadEntry, readFully } from '../../helpers/feed-readers.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';

/*
 * What must not be seen, or not yet, in steps: each test goes on where the last one ended.
 */

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  await pipeline.upload(
    'open/public.md',
    '---\ndate: 2026-01-01T00:00:00Z\ntags: [shore]\n---\n# Open to all\n\nText.\n',
  );
  await pipeline.settled();
});
afterAll(() => pipeline.close());

const document = (fields: Record<string, string>, word: string) =>
  `---\n${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n---\n# About ${word}\n\nAll of it is ${word}.\n`;

async function entryAbout(word: string): Promise<ReadEntry | undefined> {
  const entries = await readFully(await pipeline.text('atom.xml'));
  return entries.find(({ title }) => title === `About ${word}`);
}

/** Long enough for everything here to be done before, on a busy machine too; the tests wait for it. */
const embargoMs = 12_000;
let due: string;

test('drafts, withheld articles and articles of the future leave no public byte', async () => {
  const before = await pipeline.objects('site');
  due = new Date(Math.ceil((Date.now() + embargoMs) / 1000) * 1000).toISOString();
  const later = '2126-01-01T00:00:00Z';
  await Promise.all([
    pipeline.upload('plans/draft.md', document({ draft: 'true', tags: '[secret-draft]' }, 'marram')),
    pipeline.upload('plans/dated.md', document({ date: due, tags: '[secret-date]' }, 'samphire')),
    pipeline.upload(
      'plans/embargo.md',
      document({ date: '2026-01-02', embargo: due, author: 'Nobody Yet' }, 'kelp'),
    ),
    pipeline.upload('plans/never.md', document({ date: due }, 'wrack')),
    pipeline.upload('plans/far.md', document({ date: later }, 'eelgrass')),
  ]);
  await pipeline.settled();
  await pipeline.stack.reconcile();
  await pipeline.settled();
  expect(Date.now()).toBeLessThan(Date.parse(due));
  expect(await pipeline.objects('site')).toEqual(before);
  for (const key of ['plans/draft.md', 'plans/dated.md', 'plans/embargo.md', 'plans/far.md']) {
    expect(await pipeline.tags(key)).toEqual({ 'dropwire-status': 'accepted' });
  }
  expect((await pipeline.articleRecord('plans/dated.md'))?.scheduledAt).toBe(due);
});

test('one that is deleted before its time never appears; the others do, once somebody looks at the time', async () => {
  await pipeline.remove('plans/never.md');
  await pipeline.settled();
  await sleep(Math.max(0, Date.parse(due) - Date.now() + 50));
  await pipeline.stack.reconcile();
  await pipeline.settled();
  expect(await entryAbout('samphire')).toMatchObject({ published: due, updated: due });
  expect(await entryAbout('kelp')).toMatchObject({ published: due, updated: due });
  const tagged = await readFully(await pipeline.text('tags/secret-date/rss.xml'));
  expect(tagged.map(({ title }) => title)).toEqual(['About samphire']);
  for (const word of ['marram', 'wrack', 'eelgrass', 'secret-draft']) {
    expect(await pipeline.traces(word)).toEqual([]);
  }
  const article = (await entryAbout('kelp'))?.link.replace(pipeline.stack.siteUrl, '') ?? '';
  expect(await pipeline.text(article)).toContain('All of it is kelp.');
});

test('a second look releases nothing twice', async () => {
  const before = await pipeline.objects('site');
  await pipeline.stack.reconcile();
  await pipeline.settled();
  expect(await pipeline.objects('site')).toEqual(before);
});

test('a draft that is one no longer appears; an article that becomes a draft leaves', async () => {
  await pipeline.upload('plans/draft.md', document({ draft: 'false', tags: '[secret-draft]' }, 'marram'));
  await pipeline.upload(
    'open/public.md',
    '---\ndate: 2026-01-01\ndraft: true\n---\n# Open to all\n\nText.\n',
  );
  await pipeline.upload('plans/embargo.md', document({ date: '2026-01-02', embargo: '2126-01-01' }, 'kelp'));
  await pipeline.settled();
  expect(await entryAbout('marram')).toBeDefined();
  expect(await entryAbout('kelp')).toBeUndefined();
  expect(await pipeline.traces('All of it is kelp')).toEqual([]);
  expect(await pipeline.traces('Open to all')).toEqual([]);
});

test('nothing went wrong on the way', async () => {
  expect(pipeline.troubles).toEqual([]);
  expect(await pipeline.deadLetters()).toBe(0);
});
