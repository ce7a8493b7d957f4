import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ReconcileSummary } from '../../../functions/reconcile/reconcile.ts';
import { articleId } from '../../../shared/article/identity.ts';
import { articleDocuments } from '../../../shared/resources/object-keys.ts';
import { feedKey } from '../../../shared/resources/table-keys.ts';
import { sampleArticle } from '../../helpers/publishing.ts';
import { ReconcilingBench } from '../../helpers/reconciling.ts';

const start = Date.parse('2026-01-20T00:00:00Z');
const articles = 66;
const hours = 3_600_000;

/** A site of a few feeds, with archive pages in several months, published and right. */
async function publishedBench(): Promise<ReconcilingBench> {
  const bench = new ReconcilingBench({ feedSize: 4 });
  const ids: string[] = [];
  for (let index = 0; index < articles; index++) {
    const key = `news/${index}.md`;
    const published = new Date(start + index * 48 * hours).toISOString();
    ids.push(
      await bench.put(key, sampleArticle(key, { published, tags: [index % 3 === 0 ? 'Ferries' : 'Tides'] })),
    );
  }
  await bench.publish(ids);
  return bench;
}

let bench: ReconcilingBench;
let right: Map<string, string | undefined>;

/** Publishing takes longest: a test that leaves the catalog as it was, and the site right, leaves them to the next. */
beforeEach(async () => {
  if (!bench || bench.changed) bench = await publishedBench();
  else bench.now += 24 * hours;
  right = bench.site();
});

/** Runs that a round needs: each phase may end with a slice that isn't full. */
function mostRuns(): number {
  const { articlesPerRun, feedsPerRun, entriesPerRun, siteKeysPerRun } = bench.pace;
  const feeds = 4;
  // Every article stands in three feeds, and each head counts again.
  const entries = 3 * articles + feeds * 4;
  return (
    Math.ceil(articles / articlesPerRun) +
    Math.ceil(entries / entriesPerRun) +
    Math.ceil(feeds / feedsPerRun) +
    Math.ceil(right.size / siteKeysPerRun) +
    // A page more begins than fits, a key more is there than was published.
    feeds +
    3
  );
}

const put = (key: string, text: string) =>
  bench.s3.PutObject({ Bucket: 'site', Key: key, Body: text, ContentType: 'text/plain' });
const remove = (key: string) => bench.s3.DeleteObject({ Bucket: 'site', Key: key });
const metadataOf = (key: string) => bench.s3.bucket('site').newest(key)?.headers.Metadata;
const some = (pattern: RegExp, index: number): string => {
  const key = [...right.keys()].filter((each) => pattern.test(each)).at(index);
  if (key === undefined) throw new Error(`no document matches ${pattern}`);
  return key;
};

describe('a site that is right', () => {
  test('is left alone: nothing is written, nothing removed, nothing called an orphan', async () => {
    const requests = (name: string) => bench.s3.requests.get(name) ?? 0;
    const before = { put: requests('PutObject'), remove: requests('DeleteObject') };
    const summaries = await bench.round();
    expect({ put: requests('PutObject'), remove: requests('DeleteObject') }).toEqual(before);
    expect(bench.site()).toEqual(right);
    expect(summaries.reduce((sum, { orphans, unknown }) => sum + orphans + unknown, 0)).toBe(0);
    expect(summaries.length).toBeLessThanOrEqual(mostRuns());
  });

  test('is looked at once a round; then comes a pause, and the next round at its time', async () => {
    const [
      {
        cursor: { round },
      },
    ] = (await bench.round()) as [ReconcileSummary];
    const reads = () => bench.s3.requests.get('ListObjectsV2');
    const lists = reads();
    bench.now += 3_600_000;
    expect(await bench.reconcileOnce()).toMatchObject({
      announced: 0,
      cursor: { round, position: { phase: 'rest' } },
    });
    expect(reads()).toBe(lists);
    expect(bench.sqs.bodies('publish')).toEqual([]);
    bench.now += 86_400_000;
    expect(await bench.reconcileOnce()).toMatchObject({
      announced: 5,
      cursor: { round: round + 1, position: { phase: 'articles' } },
    });
    await bench.deliver();
    await bench.round();
  });

  test('every article, head and archive page has its turn', async () => {
    const summaries = await bench.round();
    const pages = [...right.keys()].filter((key) => /archive\/[^/]+\/index\.html$/.test(key));
    const announced = summaries.reduce((sum, summary) => sum + summary.announced, 0);
    // A feed that doesn't fit into one run has its head looked at in each.
    expect(announced).toBeGreaterThanOrEqual(articles + 4 + pages.length);
    expect(announced).toBeLessThanOrEqual(articles + pages.length + 4 + summaries.length);
  });
});

describe('what is missing or stale comes back within one round', () => {
  const drifts: [string, RegExp, number][] = [
    ['an article’s page', /^articles\/.*index\.html$/, 7],
    ['an article’s JSON', /^articles\/.*article\.json$/, 0],
    ['an article’s Markdown', /^articles\/.*article\.md$/, -1],
    ['the head of everything', /^feed\.json$/, 0],
    ['the front page', /^index\.html$/, 0],
    ['the head of a tag', /^tags\/ferries\/rss\.xml$/, 0],
    ['an archive page of everything', /^archive\/.*atom\.xml$/, 1],
    ['the oldest archive page of a tag', /^tags\/tides\/archive\/.*index\.html$/, 0],
    ['the newest archive page of a language', /^languages\/en\/archive\/.*feed\.json$/, -1],
    ['the list of feeds', /^feeds\.opml$/, 0],
    ['the page for missing addresses', /^404\.html$/, 0],
  ];

  test.each(['removed', 'changed'])('each of them, %s', async (how) => {
    for (const [, pattern, index] of drifts) {
      if (how === 'removed') remove(some(pattern, index));
      else put(some(pattern, index), 'somebody wrote here');
    }
    expect((await bench.round()).length).toBeLessThanOrEqual(mostRuns());
    for (const [what, pattern, index] of drifts) {
      const key = some(pattern, index);
      expect([what, bench.read(key)]).toEqual([what, right.get(key)]);
    }
    expect(bench.site()).toEqual(right);
  });

  test('an article whose message to the publisher was lost, and one that was withdrawn unheard', async () => {
    await bench.put('news/late.md', sampleArticle('news/late.md', { tags: ['Ferries'] }));
    await bench.put('news/3.md', undefined);
    await bench.round();
    const repaired = bench.site();
    expect([...repaired.keys()].some((key) => key.includes('/news-late-md-'))).toBe(true);
    const page = [...repaired.keys()].find((key) => /\/news-3-md-[0-9a-f]+\/index\.html$/.test(key)) ?? '';
    expect(metadataOf(page)).toEqual({ 'dropwire-status': '410' });
    await bench.publish([articleId('news/late.md'), articleId('news/3.md')]);
    expect(bench.site()).toEqual(repaired);
  });

  test('the whole site', async () => {
    for (const key of right.keys()) remove(key);
    expect((await bench.round()).length).toBeLessThanOrEqual(mostRuns());
    expect(bench.site()).toEqual(right);
  });
});

describe('what should not be there goes within one round', () => {
  const orphansOf = async () => (await bench.round()).reduce((sum, { orphans }) => sum + orphans, 0);

  test('documents of a withdrawn article', async () => {
    const key = 'news/40.md';
    const id = await bench.put(key, undefined);
    await bench.publish([id]);
    const published = bench.site();
    const folder = some(/^articles\/.*\/news-40-md-[0-9a-f]{8}\/index\.html$/, 0).replace('index.html', '');
    for (const name of ['index.html', 'article.json', 'article.md']) {
      put(folder + name, right.get(folder + name) ?? '');
    }
    await bench.round();
    expect(bench.site()).toEqual(published);
  });

  test('any one of its documents', async () => {
    const numbers = [31, 40, 57];
    const ids = await Promise.all(numbers.map((number) => bench.put(`news/${number}.md`, undefined)));
    await bench.publish(ids);
    const published = bench.site();
    for (const [index, name] of ['index.html', 'article.json', 'article.md'].entries()) {
      const key = some(new RegExp(`/news-${numbers[index]}-md-[0-9a-f]{8}/${name}$`), 0);
      put(key, right.get(key) ?? '');
    }
    await bench.round();
    expect(bench.site()).toEqual(published);
  });

  test('documents of an article that was never in the catalog', async () => {
    const id = articleId('never.md');
    put(`articles/2026/05/never-${id.slice(0, 8)}/article.json`, `{"id":"${id}"}`);
    expect(await orphansOf()).toBe(1);
    expect(bench.site()).toEqual(right);
  });

  test('where an article is shown elsewhere, its former folder leads there', async () => {
    const key = some(/^articles\/.*article\.json$/, 3);
    const elsewhere = key.replace(/articles\/\d{4}\/\d{2}/, 'articles/2019/07');
    put(elsewhere, right.get(key) ?? '');
    expect(await orphansOf()).toBe(1);
    for (const name of articleDocuments) {
      const moved = elsewhere.replace('article.json', name);
      const location = `/${key.replace('article.json', name === 'index.html' ? '' : name)}`;
      expect(metadataOf(moved)).toEqual({ 'dropwire-location': location });
    }
    const leading = bench.site();
    bench.now += 24 * hours;
    expect(await orphansOf()).toBe(0);
    expect(bench.site()).toEqual(leading);
    for (const name of articleDocuments) remove(elsewhere.replace('article.json', name));
  });

  test('what says that an article was withdrawn stays for thirty days, is repaired, and is no orphan', async () => {
    await bench.publish([await bench.put('news/50.md', undefined)]);
    const published = bench.site();
    const places = [...published.keys()].filter((key) => /\/news-50-md-[0-9a-f]+\//.test(key));
    expect(places).toHaveLength(articleDocuments.length);
    for (const key of places) {
      expect(metadataOf(key)).toEqual({ 'dropwire-status': '410' });
      expect(bench.read(key)).not.toContain('About');
    }
    remove(places[0] ?? '');
    bench.now += 24 * hours;
    expect(await orphansOf()).toBe(0);
    expect(bench.site()).toEqual(published);
    bench.now += 29 * 24 * hours;
    expect(await orphansOf()).toBe(0);
    for (const key of places) published.delete(key);
    expect([...bench.site().keys()]).toEqual([...published.keys()]);
  });

  test('an article that comes back takes its place again', async () => {
    const key = 'news/51.md';
    const published = new Date(start + 51 * 48 * hours).toISOString();
    const page = some(/\/news-51-md-[0-9a-f]+\/index\.html$/, 0);
    await bench.publish([await bench.put(key, undefined)]);
    expect(metadataOf(page)).toEqual({ 'dropwire-status': '410' });
    await bench.publish([await bench.put(key, sampleArticle(key, { published, tags: ['Ferries'] }))]);
    expect(bench.read(page)).toContain('About news/51.md');
    expect(metadataOf(page)).toEqual({});
  });

  test('a compressed copy that its document has outlived, once no publisher can be about to need it', async () => {
    const old = `feed.json.${'0'.repeat(32)}.br`;
    put(old, 'compressed');
    bench.now += 2 * hours;
    const young = `rss.xml.${'0'.repeat(32)}.gz`;
    put(young, 'compressed');
    expect(await orphansOf()).toBe(1);
    expect(bench.site()).toEqual(new Map([...right, [young, 'compressed']]));
    remove(young);
  });

  test('an archive page that is not due: of a month without entries, and of a name that nothing gives', async () => {
    const key = some(/^archive\/.*feed\.json$/, 0);
    put('archive/2019-07/feed.json', right.get(key) ?? '');
    put('tags/ferries/archive/2026-02-0badcafe/rss.xml', 'old');
    put('tags/ferries/archive/2026-02-0badcafe/index.html', 'old');
    expect(await orphansOf()).toBe(2);
    expect(bench.site()).toEqual(right);
  });

  test('a feed that never had an article, with its archive', async () => {
    put('tags/nothing/rss.xml', 'old');
    put('tags/nothing/archive/2026-02/atom.xml', 'old');
    expect(await orphansOf()).toBe(2);
    expect(bench.site()).toEqual(right);
  });

  test('but a feed that had articles stays, empty', async () => {
    const ids: string[] = [];
    for (let index = 0; index < articles; index += 3)
      ids.push(await bench.put(`news/${index}.md`, undefined));
    await bench.publish(ids);
    const published = bench.site();
    expect(published.has('tags/ferries/rss.xml')).toBe(true);
    expect(await orphansOf()).toBe(0);
    expect(bench.site()).toEqual(published);
  });

  test('foreign objects are counted and left alone', async () => {
    const foreign = [
      'pictures/cd.jpg',
      'articles/2026/05/stray.txt',
      'articles/2026/05/strange-01234567/index.html',
      'archive/2026-02/notes.txt',
      'tags/ferries/old.html',
      'favicon.ico',
    ];
    for (const key of foreign) put(key, 'mine');
    const summaries = await bench.round();
    expect(summaries.reduce((sum, { unknown }) => sum + unknown, 0)).toBe(foreign.length);
    expect(summaries.reduce((sum, { orphans }) => sum + orphans, 0)).toBe(0);
    for (const key of foreign) {
      expect(bench.read(key)).toBe('mine');
      remove(key);
    }
  });

  test('nothing goes that came back before the publisher looked', async () => {
    const key = 'news/40.md';
    const published = new Date(start + 40 * 48 * hours).toISOString();
    const article = sampleArticle(key, { published, tags: ['Tides'] });
    await bench.put(key, undefined);
    bench.pace.siteKeysPerRun = 10_000;
    let summary = await bench.reconcileOnce();
    while (summary.cursor.position.phase !== 'site') summary = await bench.reconcileOnce();
    const { orphans } = await bench.reconcileOnce();
    expect(orphans).toBe(1);
    await bench.put(key, article);
    await bench.deliver();
    expect(bench.siteKeys().filter((each) => each.includes('news-40-md-'))).toHaveLength(
      articleDocuments.length,
    );
  });
});

test('an article that was moved between feeds of the directory keeps both heads', async () => {
  const key = 'news/1.md';
  await bench.put(key, sampleArticle(key, { published: new Date(start).toISOString(), tags: ['Gulls'] }));
  await bench.round();
  expect(bench.read('tags/gulls/feed.json')).toContain('"feed":"tags/gulls"');
  expect(bench.dynamodb.table('catalog').get(feedKey('tags/gulls').pk, 'tags/gulls')).toBeDefined();
});
