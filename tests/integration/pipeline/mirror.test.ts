import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DropwireClient, type PublishedArticle } from '../../../clients/index.ts';
import { Mirror } from '../../../examples/mirror/mirror.ts';
import { Store } from '../../../examples/mirror/store.ts';
import { articleId } from '../../../shared/article/identity.ts';
import { changeLogSettings } from '../../../shared/resources/settings.ts';
import { readChangeLog } from '../../helpers/change-log.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { Random } from '../../helpers/simulation/random.ts';

/*
 * The whole way, from uploads to a consumer's database: whatever editors do, in whatever order it arrives, a mirror that
 * reads nothing but the site, over HTTP, ends up with what the catalog says.
 */

const { recordsPerPage } = changeLogSettings;
let pipeline: TestPipeline;
beforeAll(async () => {
  // So many that a few dozen changes fill several pages.
  changeLogSettings.recordsPerPage = 6;
  pipeline = await startPipeline({ feedSize: 5 });
});
afterAll(async () => {
  changeLogSettings.recordsPerPage = recordsPerPage;
  await pipeline.close();
});

const keys = Array.from({ length: 18 }, (_, index) => `${['pier', 'quay'][index % 2]}/story ${index}.md`);

/** Uploads, overwrites, drafts and deletions, a few at a time. */
async function storm(random: Random, changes: number): Promise<void> {
  for (let n = 0; n < changes; n += 3) {
    const some = random.shuffled(keys).slice(0, 3);
    await Promise.all(
      some.map(async (key) => {
        if (random.chance(0.25)) return pipeline.remove(key);
        const date = new Date(Date.UTC(2026, random.below(6), 1 + random.below(28))).toISOString();
        const fields = {
          title: `Story ${random.below(1e9)}`,
          date,
          tags: ['boats'],
          draft: random.chance(0.1),
        };
        await pipeline.upload(key, `---json\n${JSON.stringify(fields)}\n---\nIt is told here.\n`);
      }),
    );
  }
}

/** What the catalog says is shown, by id. */
async function catalog(): Promise<Map<string, string>> {
  const shown = new Map<string, string>();
  for (const key of keys) {
    const record = await pipeline.articleRecord(key);
    if (record?.shown)
      shown.set(record.id, `${record.path} ${record.shown.published} ${record.shown.updated}`);
  }
  return shown;
}

const mirrored = (articles: PublishedArticle[]): Map<string, string> =>
  new Map(
    articles.map(({ id, url, published, updated }) => [
      id,
      `${decodeURIComponent(new URL(url).pathname.slice(1))} ${published} ${updated}`,
    ]),
  );

test('after a storm of uploads, changes and deletions a mirror equals the catalog', async () => {
  const random = new Random(7);
  const client = new DropwireClient(pipeline.stack.siteUrl, { backoff: { attempts: 3 } });
  const store = new Store(':memory:');
  await storm(random, 12);
  await pipeline.settled();
  // The first copy is made while things change, and so is the way to the present.
  const raging = storm(random, 21);
  await new Mirror(client, store).catchUp();
  await raging;
  await pipeline.settled();
  const changes = await new Mirror(client, store).catchUp();
  expect(changes).toBeGreaterThan(0);
  expect(pipeline.troubles).toEqual([]);

  const wanted = await catalog();
  expect(wanted.size).toBeGreaterThan(3);
  expect(mirrored(store.articles())).toEqual(wanted);
  for (const article of store.articles()) {
    const path = new URL('article.json', article.url).pathname.slice(1);
    expect(article).toEqual(JSON.parse((await pipeline.siteObject(decodeURIComponent(path))).toString()));
  }

  // A consumer that only just begins finds the same.
  const late = new Store(':memory:');
  expect(await new Mirror(client, late).catchUp()).toBe(0);
  expect(mirrored(late.articles())).toEqual(wanted);

  // And so does one that was away from the first day on.
  const last = new Map<string, string>();
  for await (const { id, kind } of client.changes()) last.set(id, kind);
  expect(
    [...last]
      .filter(([, kind]) => kind !== 'withdrawn')
      .map(([id]) => id)
      .sort(),
  ).toEqual([...wanted.keys()].sort());
  const documents = new Map<string, string>();
  for (const key of (await pipeline.objects('site')).keys())
    if (key.startsWith('changes')) documents.set(key, (await pipeline.siteObject(key)).toString());
  const { pages, problems } = readChangeLog((key) => documents.get(key));
  expect(problems).toEqual([]);
  expect(pages.length).toBeGreaterThan(2);
  for (const id of last.keys()) expect(keys.map((key) => articleId(key))).toContain(id);
  for (const copy of [store, late]) copy.close();
});

test('the log is served as the edge serves the rest: fresh, for good, and to everybody', async () => {
  const head = await pipeline.fetch('changes.json', { origin: 'https://elsewhere.example' });
  expect(head.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(head.headers.get('cache-control')).toContain('max-age=30');
  expect(head.headers.get('access-control-allow-origin')).toBe('*');
  const etag = head.headers.get('etag') ?? '';
  expect((await pipeline.fetch('changes.json', { 'if-none-match': etag })).status).toBe(304);
  const sealed = await pipeline.fetch('changes/1.json');
  expect(sealed.headers.get('cache-control')).toContain('immutable');
});
