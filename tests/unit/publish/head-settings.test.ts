import { describe, expect, test } from '@jest/globals';
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';
import { ReconcilingBench } from '../../helpers/reconciling.ts';

const start = Date.parse('2026-03-01T00:00:00Z');

async function publish(bench: PublishingBench, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const key = `news/${index}.md`;
    const published = new Date(start + index * 86_400_000).toISOString();
    const content = { html: `<p>Tide ${index} came in.</p>`, markdown: 'Tide', text: 'Tide' };
    ids.push(await bench.put(key, sampleArticle(key, { published, content, summary: `Tide ${index}.` })));
  }
  await bench.publish(ids, ['all']);
  return ids;
}

const feedNames = (bench: PublishingBench, folder: RegExp) =>
  bench
    .siteKeys()
    .filter((key) => folder.test(key))
    .map((key) => key.slice(key.lastIndexOf('/') + 1))
    .filter((name) => /^(feed\.json|rss\.xml|atom\.xml|index\.html)$/.test(name));
const inHead = /^languages\/en\/[^/]+$/;
const inArchive = /^languages\/en\/archive\/2026-03\/[^/]+$/;

describe('the number of entries', () => {
  test.each([1, 4, 200])('%d: heads hold so many, the archive the others', async (feedSize) => {
    const bench = new PublishingBench({ feedSize });
    await publish(bench, 9);
    const rss = parseRssFeed(bench.read('rss.xml') ?? '');
    const json = parseJsonFeed(bench.read('feed.json') ?? '');
    const atom = parseAtomFeed(bench.read('atom.xml') ?? '');
    const shown = Math.min(feedSize, 9);
    expect([rss.items?.length, json.items?.length, atom.entries?.length]).toEqual([shown, shown, shown]);
    expect(bench.siteKeys().some((key) => key.startsWith('archive/'))).toBe(feedSize < 9);
  });

  test.each([0, 201, 2.5])('%d is refused', (feedSize) => {
    expect(() => parseSiteSettings({ title: 'T', feedSize })).toThrow(/feedSize/);
  });
});

describe('what feeds carry', () => {
  test('full: the text, in every format', async () => {
    const bench = new PublishingBench({ feedContent: 'full' });
    await publish(bench, 1);
    for (const name of ['feed.json', 'rss.xml', 'atom.xml']) expect(bench.read(name)).toContain('came in.');
  });

  test('summary: the summary and no more, in every format; the article’s own page has the text', async () => {
    const bench = new PublishingBench({ feedContent: 'summary' });
    await publish(bench, 1);
    for (const name of ['feed.json', 'rss.xml', 'atom.xml']) {
      expect(bench.read(name)).toContain('Tide 0.');
      expect(bench.read(name)).not.toContain('came in.');
    }
    const page = bench.siteKeys().find((key) => /^articles\/.*index\.html$/.test(key)) ?? '';
    expect(bench.read(page)).toContain('came in.');
  });
});

describe('formats', () => {
  const cases: [('json' | 'rss' | 'atom')[], string[]][] = [
    [['json'], ['feed.json', 'index.html']],
    [['rss'], ['index.html', 'rss.xml']],
    [['atom'], ['atom.xml', 'index.html']],
    [
      ['atom', 'json'],
      ['atom.xml', 'feed.json', 'index.html'],
    ],
  ];

  test.each(cases)(
    '%j: heads and archive pages have these and the page for people',
    async (formats, names) => {
      const bench = new PublishingBench({ formats, feedSize: 3 });
      await publish(bench, 9);
      expect(feedNames(bench, inHead)).toEqual(names);
      expect(feedNames(bench, inArchive)).toEqual(names);
      const all = ['feed.json', 'rss.xml', 'atom.xml'];
      const unpublished = all.filter((name) => !names.includes(name));
      // Neither pages nor the list of feeds lead to a document that isn't there.
      for (const key of bench.siteKeys()) {
        for (const name of unpublished)
          expect([key, bench.read(key)?.includes(`/${name}`)]).toEqual([key, false]);
      }
      const front = bench.read('index.html') ?? '';
      for (const name of names.slice(0, -1)) {
        if (name !== 'index.html') expect(front).toContain(`href="https://news.example/${name}"`);
      }
    },
  );

  test('the list of feeds names the one that most readers know', async () => {
    const addressIn = async (formats: string[]) => {
      const bench = new PublishingBench({ formats });
      await publish(bench, 1);
      return parseOpml(bench.read('feeds.opml') ?? '').body?.outlines?.[0]?.xmlUrl;
    };
    expect(await addressIn(['json', 'atom', 'rss'])).toBe('https://news.example/rss.xml');
    expect(await addressIn(['json', 'atom'])).toBe('https://news.example/atom.xml');
    expect(await addressIn(['json'])).toBe('https://news.example/feed.json');
  });

  test('documents of a format that is given up go, and come back when it is published again', async () => {
    const bench = new ReconcilingBench({ feedSize: 3 });
    await publish(bench, 9);
    await bench.round();
    const before = bench.site();
    const { site } = bench.deps.config;
    bench.deps.config.site = { ...site, formats: ['rss'] };
    bench.restart();
    bench.now += 86_400_000;
    await bench.round();
    expect(bench.siteKeys().filter((key) => /(feed\.json|atom\.xml)$/.test(key))).toEqual([]);
    expect(feedNames(bench, inArchive)).toEqual(['index.html', 'rss.xml']);
    bench.deps.config.site = site;
    bench.restart();
    bench.now += 86_400_000;
    await bench.round();
    expect(bench.site()).toEqual(before);
  });

  test.each([[[]], [['rss', 'rss']], [['html']]])('%j is refused', (formats) => {
    expect(() => parseSiteSettings({ title: 'T', formats })).toThrow(/formats/);
  });
});
