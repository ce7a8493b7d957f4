import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'parse5';
import { articleId } from '../../../shared/article/identity.ts';
import { jsonReaders, type ReadEntry, readFully, xmlReaders } from '../../helpers/feed-readers.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { html, markdown, type Sample, scraped } from './samples.ts';

/*
 * Articles from the first upload to the deletion, in steps: each test goes on where the last one ended.
 */

const samples = [scraped, markdown, html];
const formats = ['feed.json', 'rss.xml', 'atom.xml'] as const;
const idOf = ({ key }: Sample) => `urn:uuid:${articleId(key)}`;

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());

const entriesOf = async (path: string): Promise<ReadEntry[]> => readFully(await pipeline.text(path));

async function entryOf(sample: Sample, path: string): Promise<ReadEntry> {
  const entries = (await entriesOf(path)).filter(({ id }) => id === idOf(sample));
  expect(entries).toHaveLength(1);
  return entries[0] as ReadEntry;
}

const pagePath = (entry: ReadEntry): string => entry.link.replace(pipeline.stack.siteUrl, '');

describe('after the uploads', () => {
  const contentTypes: Record<string, string> = {
    [scraped.key]: 'text/plain',
    [markdown.key]: 'text/markdown',
    [html.key]: 'text/html',
  };
  let before: number;

  beforeAll(async () => {
    before = Math.floor(Date.now() / 1000) * 1000;
    await Promise.all(
      samples.map(({ key, body }) => pipeline.upload(key, body, { contentType: contentTypes[key] })),
    );
    await pipeline.settled();
  });

  describe.each(formats)('%s', (format) => {
    test.each(samples)('says of $key what it is', async (sample) => {
      const entry = await entryOf(sample, format);
      expect(entry).toMatchObject({
        title: sample.title,
        summary: sample.summary,
        language: sample.language,
        authors: sample.authors,
      });
      for (const piece of sample.holds) expect(entry.body).toContain(piece);
      for (const piece of sample.lacks) expect(entry.body).not.toContain(piece);
      if (sample.published) expect(entry.published).toBe(sample.published);
      else {
        const published = Date.parse(entry.published ?? '');
        expect(published).toBeGreaterThanOrEqual(before);
        expect(published).toBeLessThanOrEqual(Date.now());
      }
    });

    test('lists the newest first', async () => {
      const ids = (await entriesOf(format)).map(({ id }) => id);
      expect(ids).toEqual([scraped, markdown, html].map(idOf));
    });

    test.each(samples)('of every feed of $key holds it', async (sample) => {
      for (const feed of sample.feeds) await entryOf(sample, feed + format);
    });
  });

  test('every parser finds the same articles under the same ids and addresses', async () => {
    const [json, rss, atom] = await Promise.all(formats.map((name) => pipeline.text(name)));
    const read = [
      ...jsonReaders.map((reader) => reader.read(json ?? '')),
      ...xmlReaders.flatMap((reader) => [reader.read(rss ?? ''), reader.read(atom ?? '')]),
    ];
    const [first, ...others] = await Promise.all(read);
    const facts = (entries: ReadEntry[] = []) => entries.map(({ id, title, link }) => ({ id, title, link }));
    expect(others).toHaveLength(9);
    for (const other of others) expect(facts(other)).toEqual(facts(first));
  });

  test('the dates agree in all formats, and a stated update is kept', async () => {
    for (const sample of samples) {
      const entries = await Promise.all(formats.map((format) => entryOf(sample, format)));
      expect(new Set(entries.map(({ published }) => published)).size).toBe(1);
      expect(new Set(entries.map(({ updated }) => updated)).size).toBe(1);
    }
    expect((await entryOf(html, 'atom.xml')).updated).toBe('2026-01-07T18:30:00.000Z');
  });

  test.each(samples)('$key has a page, JSON and Markdown of its own', async (sample) => {
    const folder = pagePath(await entryOf(sample, 'feed.json'));
    expect(folder).toMatch(/^articles\/\d{4}\/\d{2}\/[a-z0-9-]+\/$/);
    const page = await pipeline.fetch(folder);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const source = await page.text();
    expect(() => parse(source, { onParseError: ({ code }) => expect(code).toBe('') })).not.toThrow();
    expect(source).toContain(`>${sample.title}</h1>`);
    for (const piece of sample.holds) expect(source).toContain(piece);
    const article = JSON.parse(await pipeline.text(`${folder}article.json`));
    expect(article).toMatchObject({
      id: articleId(sample.key),
      title: sample.title,
      summary: sample.summary,
      language: sample.language,
      url: pipeline.stack.siteUrl + folder,
    });
    expect(await pipeline.text(`${folder}article.md`)).toContain(sample.title);
  });

  test('the uploader sees on the upload that it was accepted', async () => {
    for (const { key } of samples)
      expect(await pipeline.tags(key)).toEqual({ 'dropwire-status': 'accepted' });
  });
});

describe('after the same bytes again', () => {
  test('not one object has changed, in the site and in the store', async () => {
    const [site, store] = await Promise.all([pipeline.objects('site'), pipeline.objects('store')]);
    expect(store.size).toBe(samples.length);
    const versions = samples.map(({ key }) => pipeline.articleRecord(key));
    const before = await Promise.all(versions);
    await Promise.all(samples.map(({ key, body }) => pipeline.upload(key, body)));
    await pipeline.settled();
    expect(await pipeline.objects('site')).toEqual(site);
    expect(await pipeline.objects('store')).toEqual(store);
    const after = await Promise.all(samples.map(({ key }) => pipeline.articleRecord(key)));
    expect(after).toEqual(before);
  });
});

describe('after changed bytes', () => {
  test('the entry is new; its id, its address and its date of publication are not', async () => {
    const before = await Promise.all(samples.map((sample) => entryOf(sample, 'atom.xml')));
    const others = (await pipeline.objects('site')).size;
    await Promise.all([
      pipeline.upload(scraped.key, scraped.body.replaceAll('Aldmoor', 'Grenmoor')),
      pipeline.upload(markdown.key, markdown.body.replaceAll('Klöppel', 'Schwengel')),
      pipeline.upload(html.key, html.body.replaceAll('hums', 'sings')),
    ]);
    await pipeline.settled();
    const words: [Sample, string, string][] = [
      [scraped, 'Grenmoor', 'Aldmoor'],
      [markdown, 'Schwengel', 'Klöppel'],
      [html, 'sings', 'hums'],
    ];
    for (const [index, [sample, present, gone]] of words.entries()) {
      for (const format of formats) {
        const entry = await entryOf(sample, format);
        expect(entry.title).toBe(sample.title.replace(gone, present));
        const { id, link, published } = before[index] as ReadEntry;
        expect(entry).toMatchObject({ id, link, published });
      }
      const page = await pipeline.text(pagePath(await entryOf(sample, 'atom.xml')));
      expect(page).toContain(present);
      expect(page).not.toContain(gone);
    }
    expect((await pipeline.objects('site')).size).toBe(others);
  });

  test('the revisions that nothing shows any more are gone from the store', async () => {
    expect((await pipeline.objects('store')).size).toBe(samples.length);
  });

  test('an update is dated by its upload, unless the document states when', async () => {
    const [scrapedEntry, htmlEntry] = await Promise.all([
      entryOf(scraped, 'atom.xml'),
      entryOf(html, 'atom.xml'),
    ]);
    const { lastModified } = (await pipeline.uploadRecord(scraped.key)) ?? {};
    expect(scrapedEntry.updated).toBe(lastModified);
    expect(htmlEntry.updated).toBe('2026-01-07T18:30:00.000Z');
  });
});

describe('after a change of place', () => {
  test('the article leaves its former feeds, and its address stays', async () => {
    const before = await entryOf(markdown, 'rss.xml');
    await pipeline.upload(markdown.key, markdown.body.replace('[Handwerk, Glocken]', '[Türme]'));
    await pipeline.settled();
    expect((await entryOf(markdown, 'tags/turme/rss.xml')).link).toBe(before.link);
    for (const format of formats) {
      expect(await entriesOf(`tags/glocken/${format}`)).toEqual([]);
      expect(await entriesOf(`tags/handwerk/${format}`)).toEqual([]);
    }
  });
});

describe('after the deletions', () => {
  test('nothing of the articles is left but tombstones', async () => {
    const folders = await Promise.all(samples.map(async (one) => pagePath(await entryOf(one, 'rss.xml'))));
    await Promise.all(samples.map(({ key }) => pipeline.remove(key)));
    await pipeline.settled();
    for (const folder of folders) {
      for (const name of ['', 'article.json', 'article.md']) {
        const answer = await pipeline.fetch(folder + name);
        expect([answer.status, answer.headers.get('etag')]).toEqual([410, null]);
        const text = await answer.text();
        for (const word of ['Grenmoor', 'Schwengel', 'oboe']) expect(text).not.toContain(word);
      }
    }
    for (const key of (await pipeline.objects('site')).keys()) {
      if (/(rss\.xml|atom\.xml|feed\.json)$/.test(key)) expect(await entriesOf(key)).toEqual([]);
    }
    for (const word of ['Grenmoor', 'Schwengel', 'oboe']) expect(await pipeline.traces(word)).toEqual([]);
    expect(await pipeline.objects('store')).toEqual(new Map());
    const atom = await pipeline.text('atom.xml');
    for (const sample of samples) expect(atom).toContain(`<at:deleted-entry ref="${idOf(sample)}"`);
  });

  test('nothing went wrong on the way', async () => {
    expect(pipeline.troubles).toEqual([]);
    expect(await pipeline.deadLetters()).toBe(0);
  });
});
