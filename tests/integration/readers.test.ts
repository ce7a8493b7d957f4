import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { extract } from '@extractus/feed-extractor';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import RssParser from 'rss-parser';
import { publishFeed } from '../../functions/publish/publish-feed.ts';
import { type Edge, startEdge } from '../../local/edge/start-edge.ts';
import { freePort, loopback } from '../../local/loopback.ts';
import type { S3 } from '../../shared/clients.ts';
import { jsonReaders, readFully, xmlReaders } from '../helpers/feed-readers.ts';
import { PublishingBench, sampleArticle } from '../helpers/publishing.ts';
import { archiveLink, fetchFeed, type Walk, walkBack } from '../helpers/read-walk.ts';
import { childOf, childrenOf, xmlTree } from '../helpers/xml-tree.ts';

/*
 * A site of two thousand articles, published on the models of the services and served over HTTP, as readers see it.
 */

const count = 2000;
const headSize = 50;
/** The newest articles are spread over the feeds of tags and authors; pages of all would take most of the time. */
const inManyFeeds = 600;
const newest = Date.parse('2026-06-14T20:00:00Z');
const apart = 2.5 * 3_600_000;
const authors = ['Asta Brook', 'Ben Åkerman', 'Chloé Dune'];
const tags = ['tide', 'wind & weather', 'Ärzte'];

/** What the readers have to find; number 0 is the newest. */
const expected = Array.from({ length: count }, (_, number) => ({
  key: `news/${number}.md`,
  title: `Report ${number} – “quoted” & more`,
  summary: `What report ${number} says in one line.`,
  published: new Date(newest - number * apart).toISOString(),
  author: (number < inManyFeeds ? authors[number % authors.length] : authors[1]) as string,
  tag: (number < inManyFeeds ? tags[number % tags.length] : tags[0]) as string,
  html: `<p>Body of report ${number}, with <em>emphasis</em> &amp; <a href="https://source.example/${number}?a=1&amp;b=2">a link</a>.</p>`,
  image: number % 5 === 0 ? `https://pictures.example/${number}.jpg` : undefined,
}));

const formats = ['feed.json', 'rss.xml', 'atom.xml'] as const;

/** Feeds that are read, and which articles they hold. */
const feeds = new Map<string, (number: number) => boolean>([
  ['all', () => true],
  ['authors/asta-brook', (number) => expected[number]?.author === 'Asta Brook'],
  ['tags/wind-weather', (number) => expected[number]?.tag === 'wind & weather'],
]);

let edge: Edge;
let ids: string[];
beforeAll(async () => {
  const port = await freePort(loopback);
  const bench = new PublishingBench({ feedSize: headSize }, `http://${loopback}:${port}/`);
  edge = await startEdge({ s3: streaming(bench.s3.client()), bucket: 'site', host: loopback, port });
  ids = [];
  for (const { key, title, summary, published, author, tag, html, image } of expected) {
    const media = image
      ? [{ url: image, kind: 'image' as const, type: 'image/jpeg', width: 640, height: 480 }]
      : [];
    const article = sampleArticle(key, {
      title,
      summary,
      published,
      updated: published,
      authors: [{ name: author }],
      tags: [tag],
      media,
      image: media[0],
      content: { html, markdown: '', text: '' },
    });
    ids.push(await bench.put(key, article));
  }
  // Only the feeds that are read here: the pages of two thousand articles would take longer than everything else.
  const places = expected.map(({ published }, number) => ({ id: ids[number] ?? '', published }));
  for (const [feed, shown] of feeds) {
    const oldestFirst = places.filter((_, number) => shown(number)).reverse();
    await publishFeed(bench.deps, feed, oldestFirst, []);
  }
});
afterAll(() => edge.close());

/** A client of the model that hands out bodies as the SDK does in Node.js: as streams. */
function streaming(s3: S3): Pick<S3Client, 'send'> {
  const send = async (command: GetObjectCommand) => {
    const { Body, ...answer } = await s3.send(command);
    return { ...answer, Body: Body && Readable.from(Body as unknown as AsyncIterable<Uint8Array>) };
  };
  return { send } as unknown as Pick<S3Client, 'send'>;
}

/** Walks from the head of everything, one a format; the site stays as it is. */
const walks = new Map<string, Promise<Walk>>();
function walk(format: string): Promise<Walk> {
  const walked = walks.get(format) ?? walkBack(address(format));
  walks.set(format, walked);
  return walked;
}

const address = (path: string) => `${edge.url}/${path}`;

describe.each(formats)('%s', (format) => {
  test('is read alike by every reader: count, ids, titles, addresses, dates, authors', async () => {
    const { text } = await fetchFeed(address(format));
    for (const { name, decodesTwice, read } of format === 'feed.json' ? jsonReaders : xmlReaders) {
      const entries = await read(text);
      expect([name, entries.length]).toEqual([name, headSize]);
      for (const [number, entry] of entries.entries()) {
        const wanted = expected[number];
        expect(entry).toMatchObject({ id: `urn:uuid:${ids[number]}`, title: wanted?.title });
        expect(entry.link.startsWith(address('articles/2026/'))).toBe(true);
        if (entry.published !== undefined) expect(entry.published).toBe(wanted?.published);
        if (entry.authors) expect(entry.authors).toEqual([wanted?.author]);
        if (!decodesTwice && entry.body !== undefined) expect(entry.body).toBe(wanted?.html);
      }
    }
  });

  test('tells texts, tags, pictures and languages', async () => {
    const entries = await readFully((await fetchFeed(address(format))).text);
    for (const [number, entry] of entries.entries()) {
      const { html, summary, published, image, tag } = expected[number] ?? {};
      expect(entry).toMatchObject({ body: html, summary, updated: published, language: 'en' });
      expect(entry.images).toEqual(image ? [image] : []);
      if (entry.categories) expect(entry.categories).toContain(tag);
    }
  });

  test('walked by links alone yields every article once, in order', async () => {
    const { head, archive, pages } = await walk(format);
    expect(pages.length).toBeGreaterThan(count / 128);
    const all = [...head, ...archive.filter(({ id }) => !head.some((entry) => entry.id === id))];
    expect(all.map(({ id }) => id)).toEqual(ids.map((id) => `urn:uuid:${id}`));
    expect(all.map(({ published }) => published)).toEqual(expected.map(({ published }) => published));
    expect(new Set(archive.map(({ id }) => id)).size).toBe(archive.length);
    const oldest = pages.at(-1);
    if (format === 'feed.json') return;
    // And forward again, from the oldest page.
    const forward: string[] = [];
    for (let next: string | undefined = oldest?.url; next; ) {
      forward.unshift(next);
      const root = xmlTree((await fetchFeed(next)).text);
      expect(archiveLink(root, 'current')).toBe(address(format));
      next = archiveLink(root, 'next-archive');
    }
    expect(forward).toEqual(pages.map(({ url }) => url));
  });

  test('and its pages answer 304 to the second read, with either validator', async () => {
    const { pages } = await walk(format);
    for (const { url, etag, lastModified } of [await fetchFeed(address(format)), ...pages]) {
      const again = await fetch(url, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      const since = await fetch(url, { headers: { 'if-modified-since': lastModified } });
      expect(since.status).toBe(304);
    }
  });
});

test('XML documents are well-formed and hold as many entries as they should', async () => {
  for (const format of ['rss.xml', 'atom.xml'] as const) {
    const { pages } = await walk(format);
    let entries = 0;
    for (const { text } of pages) {
      const root = xmlTree(text);
      const holder = format === 'rss.xml' ? childOf(root, 'channel') : root;
      entries += childrenOf(holder, format === 'rss.xml' ? 'item' : 'entry').length;
      expect(childrenOf(holder, 'fh:archive')).toHaveLength(1);
    }
    expect(entries).toBeGreaterThanOrEqual(count - headSize);
  }
});

test('JSON documents are JSON Feed 1.1', async () => {
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync('tests/fixtures/json-feed-1.1.schema.json', 'utf8')));
  const { pages } = await walk('feed.json');
  for (const { text } of [await fetchFeed(address('feed.json')), ...pages]) {
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  }
});

test('clients that fetch by themselves get the same: rss-parser and feed-extractor', async () => {
  for (const format of ['rss.xml', 'atom.xml']) {
    const { items } = await new RssParser().parseURL(address(format));
    expect(items.map(({ title }) => title)).toEqual(expected.slice(0, headSize).map(({ title }) => title));
  }
  for (const format of formats) {
    const { entries = [] } = await extract(address(format));
    expect(entries.map(({ id }) => id)).toEqual(ids.slice(0, headSize).map((id) => `urn:uuid:${id}`));
  }
});

test('feeds of a tag and of an author are walked as well', async () => {
  for (const [feed, shown] of feeds) {
    if (feed === 'all') continue;
    const { head, archive } = await walkBack(address(`${feed}/atom.xml`));
    const found = new Set([...head, ...archive].map(({ id }) => id));
    expect([...found]).toEqual(ids.filter((_, number) => shown(number)).map((id) => `urn:uuid:${id}`));
  }
});
