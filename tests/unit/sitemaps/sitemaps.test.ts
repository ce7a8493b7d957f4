import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import {
  ErrorLevel,
  type IndexItem,
  parseSitemap,
  type SitemapItem,
  XMLToSitemapIndexStream,
  XMLToSitemapItemStream,
} from 'sitemap';
import { validateXML } from 'xmllint-wasm';
import { publish } from '../../../functions/publish/publish.ts';
import { createNewsWatch } from '../../../functions/reconcile/watch-news.ts';
import type { Sqs } from '../../../shared/clients.ts';
import { checkSitemap } from '../../../shared/sitemaps/check-sitemap.ts';
import { partName, startsPart } from '../../../shared/sitemaps/part.ts';
import { newsLanguage, renderNewsSitemap, renderSitemap } from '../../../shared/sitemaps/render.ts';
import { SqsModel } from '../../helpers/models/sqs-model.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

const hour = 3_600_000;

/** The schema of sitemaps.org, as the package `sitemap` brings it. */
const schema = {
  fileName: 'sitemap.xsd',
  contents: readFileSync(
    new URL('../../../node_modules/sitemap/schema/sitemap.xsd', import.meta.url),
    'utf8',
  ),
};

/** Addresses of a sitemap without extensions, once libxml2 has found it valid. */
async function addressesIn(bench: PublishingBench, key: string): Promise<string[]> {
  const contents = bench.read(key) ?? '';
  const { valid, errors } = await validateXML({ xml: { fileName: 'part.xml', contents }, schema });
  expect({ valid, errors }).toEqual({ valid: true, errors: [] });
  return (await parseSitemap(Readable.from([contents]))).map(({ url }) => url);
}

/** What third parties make of the news sitemap, any fault being an error. */
async function newsIn(bench: PublishingBench): Promise<SitemapItem[]> {
  const parser = new XMLToSitemapItemStream({ level: ErrorLevel.THROW, logger: false });
  const items: SitemapItem[] = [];
  for await (const item of Readable.from([bench.read('news-sitemap.xml') ?? '']).pipe(parser))
    items.push(item);
  return items;
}

async function indexOf(bench: PublishingBench): Promise<string[]> {
  const parser = new XMLToSitemapIndexStream({ level: ErrorLevel.THROW, logger: false });
  const items: IndexItem[] = [];
  for await (const item of Readable.from([bench.read('sitemap.xml') ?? '']).pipe(parser)) items.push(item);
  return items.map(({ url }) => url.replace('https://news.example/', ''));
}

const publishNews = async ({ deps }: PublishingBench) => {
  const { failures } = await publish(deps, { news: true });
  expect(failures).toEqual(new Map());
};

describe('the sitemap', () => {
  test('has a part for each month, which holds its articles while they are shown', async () => {
    const bench = new PublishingBench();
    const published = (date: string) => `${date}T08:00:00.000Z`;
    const may = await bench.put('may.md', sampleArticle('may.md', { published: published('2026-05-02') }));
    const june = await bench.put('june.md', sampleArticle('june.md', { published: published('2026-06-02') }));
    const draft = await bench.put('draft.md', sampleArticle('draft.md', { draft: true }));
    const later = await bench.put(
      'later.md',
      sampleArticle('later.md', { embargo: published('2026-07-01') }),
    );
    await bench.publish([may, june, draft, later]);
    expect(await indexOf(bench)).toEqual([
      'sitemaps/2026-05.xml',
      'sitemaps/2026-06.xml',
      'sitemaps/feeds.xml',
    ]);
    const address = (month: string, name: string, id: string) =>
      `https://news.example/articles/2026/${month}/${name}-md-${id.slice(0, 8)}/`;
    expect(await addressesIn(bench, 'sitemaps/2026-05.xml')).toEqual([address('05', 'may', may)]);
    expect(await addressesIn(bench, 'sitemaps/2026-06.xml')).toEqual([address('06', 'june', june)]);
    expect(await addressesIn(bench, 'sitemaps/feeds.xml')).toEqual([
      'https://news.example/',
      'https://news.example/languages/en/',
    ]);
    expect(bench.read('robots.txt')).toContain('Sitemap: https://news.example/sitemap.xml\n');

    await bench.put('may.md', undefined);
    await bench.publish([may]);
    expect(await addressesIn(bench, 'sitemaps/2026-05.xml')).toEqual(['https://news.example/']);
  });

  test('cuts a large month by content: every article stands in one part, whatever came and went', async () => {
    const bench = new PublishingBench();
    bench.deps.sitemapPartEvery = 3;
    const ids: string[] = [];
    for (let index = 0; index < 12; index++) {
      const name = `part-${index}.md`;
      const date = new Date(bench.now - index * hour).toISOString();
      ids.push(await bench.put(name, sampleArticle(name, { published: date })));
      await bench.publish(ids.slice(-1));
    }
    expect(ids.filter((id) => startsPart(id, 3)).length).toBeGreaterThan(1);
    for (const index of [1, 4, 5, 9]) {
      await bench.put(`part-${index}.md`, undefined);
      await bench.publish([ids[index] ?? '']);
    }
    const standing = ids.filter((_, index) => ![1, 4, 5, 9].includes(index));
    const parts = bench.siteKeys().filter((key) => key.startsWith('sitemaps/2026'));
    const addresses = (await Promise.all(parts.map((key) => addressesIn(bench, key)))).flat();
    const listed = addresses.filter((url) => url !== 'https://news.example/').map((url) => url.slice(-9, -1));
    expect(listed.sort()).toEqual(standing.map((id) => id.slice(0, 8)).sort());
    const starts = standing.filter((id) => startsPart(id, 3));
    expect(parts.length).toBe(1 + starts.length);
    expect(await indexOf(bench)).toEqual([...parts, 'sitemaps/feeds.xml']);
  });

  test('is looked through by month: what is damaged or nobody’s is put right', async () => {
    const bench = new PublishingBench();
    const id = await bench.put('one.md', sampleArticle('one.md'));
    await bench.publish([id]);
    const before = bench.read('sitemaps/2026-06.xml');
    bench.s3.PutObject({ Bucket: 'site', Key: 'sitemaps/2026-06.xml', Body: '<urlset/>' });
    bench.s3.PutObject({ Bucket: 'site', Key: 'sitemaps/2026-06-00000000.xml', Body: '<urlset/>' });
    bench.s3.PutObject({ Bucket: 'site', Key: 'sitemaps/1999-01.xml', Body: '<urlset/>' });
    const { failures } = await publish(bench.deps, { sitemaps: ['2026-06', '1999-01'] });
    expect(failures).toEqual(new Map());
    expect(bench.read('sitemaps/2026-06.xml')).toBe(before);
    expect(await indexOf(bench)).toEqual(['sitemaps/2026-06.xml', 'sitemaps/feeds.xml']);
  });

  test('names parts by month and by the entry that starts them', () => {
    const start = { id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', published: '2026-02-03T04:05:06.000Z' };
    expect(partName({ month: '2026-02' })).toBe('2026-02');
    expect(partName(start)).toMatch(/^2026-02-[0-9a-f]{8}$/);
  });

  test('is not published when it does not hold what it should', () => {
    const text = renderSitemap('https://news.example/', [{ path: 'a/' }, { path: 'b/' }]);
    expect(() => checkSitemap('urlset', text, 2)).not.toThrow();
    expect(() => checkSitemap('urlset', text, 3)).toThrow('2 addresses instead of 3');
    expect(() => checkSitemap('sitemapindex', text, 2)).toThrow('its root is urlset');
    expect(() => checkSitemap('urlset', text.slice(0, -4), 2)).toThrow('not well-formed');
  });
});

describe('the news sitemap', () => {
  test('holds the titles of the last two days, and shrinks as time passes', async () => {
    const bench = new PublishingBench({ title: 'Harbour & News' });
    const title = 'Tide <table> & "quotes"';
    const fresh = await bench.put('fresh.md', sampleArticle('fresh.md', { title, language: 'pt-BR' }));
    const old = new Date(bench.now - 60 * hour).toISOString();
    const stale = await bench.put('stale.md', sampleArticle('stale.md', { published: old }));
    await bench.publish([fresh, stale]);
    await publishNews(bench);
    const [only, ...others] = await newsIn(bench);
    expect(others).toEqual([]);
    expect(only?.news).toEqual({
      publication: { name: 'Harbour & News', language: 'pt' },
      publication_date: new Date(bench.now).toISOString(),
      title,
    });
    bench.now += 49 * hour;
    await publishNews(bench);
    const items = await newsIn(bench);
    expect(items.map(({ url, news }) => [url, news])).toEqual([['https://news.example/', undefined]]);
  });

  test('is announced when it has to change, and only then', async () => {
    const bench = new PublishingBench();
    const sqs = new SqsModel(() => bench.now);
    sqs.addQueue('publish');
    const { dynamodb, clock } = bench.deps;
    const config = { catalogTable: 'catalog', publishQueueUrl: 'publish' };
    const watch = createNewsWatch({ dynamodb, clock, sqs: sqs.client<Sqs>(), config });
    expect([await watch(), await watch()]).toEqual([true, false]);
    await bench.put('one.md', sampleArticle('one.md'));
    bench.now += 1;
    expect([await watch(), await watch()]).toEqual([true, false]);
    bench.now += 49 * hour;
    expect([await watch(), await watch()]).toEqual([true, false]);
    expect(sqs.bodies('publish')).toHaveLength(3);
  });

  test.each([
    ['de-AT', 'de'],
    ['zh-Hant', 'zh-tw'],
    ['zh', 'zh-cn'],
    ['fil', 'fil'],
    ['und', 'en'],
  ])('states the language %s as %s', (language, stated) => {
    expect(newsLanguage(language, 'en')).toBe(stated);
  });

  test('without articles is still a sitemap', async () => {
    const bench = new PublishingBench();
    const text = renderNewsSitemap(bench.deps.config.site, 'https://news.example/', []);
    expect(() => checkSitemap('urlset', text, 0)).not.toThrow();
    const { valid } = await validateXML({ xml: { fileName: 'news.xml', contents: text }, schema });
    expect(valid).toBe(true);
  });
});
