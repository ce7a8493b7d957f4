import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeHTML, escapeUTF8 } from 'entities';
import { parseHTML } from 'linkedom';
import { parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { articleId } from '../../../shared/article/identity.ts';
import { type FeedReader, jsonReaders, type ReadEntry, xmlReaders } from '../../helpers/feed-readers.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { xmlTree } from '../../helpers/xml-tree.ts';

/*
 * Text that breaks feeds, uploaded as files of several formats: it must come out of every parser as the text it was.
 */

/** The title of an article is cut between words at this length. */
const longestTitle = 500;
const uploads = hostileTexts.flatMap(([what, text], index) => [
  { what: `${what}, in Markdown`, key: `hostile/${index}.md`, body: markdown(text), expected: kept(text) },
  {
    what: `${what}, in HTML`,
    key: `hostile/${index}.html`,
    body: html(text),
    expected: kept(text, '\ufffd'),
  },
  { what: `${what}, in JSON`, key: `hostile/${index}.json`, body: json(text), expected: kept(text) },
]);
const formats = [
  { name: 'rss.xml', readers: xmlReaders },
  { name: 'atom.xml', readers: xmlReaders },
  { name: 'feed.json', readers: jsonReaders },
];

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What an upload keeps of a text: no controls, no halves of characters, white space as it may be. */
function kept(text: string, halves = ''): string {
  const visible = text.replace(/\p{Surrogate}/gu, halves).replace(/\u0085/g, ' ');
  return oneLine(visible.replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, ''));
}

function markdown(text: string): string {
  const fields = { title: text, summary: text, authors: [text, 'Mara Lindqvist'], tags: [text, 'plain'] };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${inAscii(value)}`);
  return `---\n${lines.join('\n')}\n---\nHarmless words.\n`;
}

/** JSON, and so YAML, without any character that could mean something to somebody. */
function inAscii(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, escaped);
}

function html(text: string): string {
  const escaped = escapeUTF8(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  return `<!doctype html><html><head><title>${escaped}</title></head><body><article><h1>${escaped}</h1>
<p>Harmless words before it.</p><p>${escaped}</p><p>Harmless words after it.</p></article></body></html>`;
}

function json(text: string): string {
  const item = {
    id: `urn:hostile:${Buffer.from(text).toString('hex').slice(0, 60)}`,
    title: text,
    summary: text,
    content_text: `Harmless words.\n\n${text}`,
  };
  const feed = { version: 'https://jsonfeed.org/version/1.1', title: text, items: [item] };
  return JSON.stringify(feed);
}

let pipeline: TestPipeline;
const ids = new Map<string, string>();
beforeAll(async () => {
  pipeline = await startPipeline({ feedSize: 200 });
  await Promise.all(uploads.map(({ key, body }) => pipeline.upload(key, body)));
  await pipeline.upload('links/walk.html', links);
  await pipeline.settled();
  for (const { key } of uploads) ids.set(key, (await pipeline.uploadRecord(key))?.articles[0] ?? '');
});
afterAll(() => pipeline.close());

/** Character references that some readers resolve although they were text. */
const told = (reader: FeedReader, text: string) => oneLine(reader.decodesTwice ? decodeHTML(text) : text);

function textIn(node: Tree.Node): string {
  if ('value' in node) return node.value;
  if (node.nodeName === 'br') return ' ';
  return 'childNodes' in node ? node.childNodes.map(textIn).join('') : '';
}

test('every upload is an article of its own, and nothing else is', async () => {
  expect(uploads.length).toBeGreaterThan(50);
  expect(new Set(ids.values()).size).toBe(uploads.length);
  const expected = [...ids.values(), articleId('links/walk.html')].map((id) => `urn:uuid:${id}`).sort();
  for (const { name, readers } of formats) {
    const text = await pipeline.text(name);
    for (const { read } of readers) expect((await read(text)).map(({ id }) => id).sort()).toEqual(expected);
    if (name.endsWith('.xml')) expect(() => xmlTree(text)).not.toThrow();
  }
});

describe.each(formats.flatMap(({ name, readers }) => readers.map((reader) => ({ name, reader }))))(
  '$name read by $reader.name',
  ({ name, reader }) => {
    let entries: Map<string, ReadEntry>;
    beforeAll(async () => {
      entries = new Map((await reader.read(await pipeline.text(name))).map((entry) => [entry.id, entry]));
    });

    test.each(uploads)('$what comes back as text', ({ key, expected }) => {
      const entry = entries.get(`urn:uuid:${ids.get(key)}`);
      const title = oneLine(entry?.title ?? '');
      const wanted = told(reader, expected);
      if (expected.length <= longestTitle) expect(title).toBe(wanted);
      else expect(wanted.startsWith(title.replace(/…$/, ''))).toBe(true);
      if (entry?.summary !== undefined && key.endsWith('.md') && expected.length < 1000) {
        expect(oneLine(entry.summary)).toBe(wanted);
      }
      if (entry?.body === undefined || key.endsWith('.md')) return;
      const body = parseFragment(entry.body);
      const paragraphs = body.childNodes.map((node) => oneLine(textIn(node))).filter((text) => text !== '');
      expect(paragraphs).toContain(oneLine(expected));
      // A heading too long for a title stays in the text.
      const names = expected.length > 400 ? ['p', '#text', 'h2'] : ['p', '#text'];
      for (const { nodeName } of body.childNodes) expect(names).toContain(nodeName);
    });
  },
);

test('pages hold no element that an upload smuggled in', async () => {
  const [first] = formats[0]?.readers ?? [];
  const entries = (await first?.read(await pipeline.text('rss.xml'))) ?? [];
  for (const { link } of entries) {
    const page = await pipeline.text(link.replace(pipeline.stack.siteUrl, ''));
    const { document } = parseHTML(page);
    const scripts = [...document.querySelectorAll('script')].map(({ outerHTML }) => outerHTML.split('>')[0]);
    expect(scripts).toEqual(['<script type="application/ld+json"']);
    expect(document.querySelectorAll('[onerror], [onclick], iframe, object, embed, form').length).toBe(0);
    expect(document.querySelectorAll('main img').length).toBe(link.includes('/walk-') ? 1 : 0);
  }
});

const links = `<!doctype html><html lang="en"><head><title>Where the walk leads</title></head><body><article>
<h1>Where the walk leads</h1>
<p>It begins at the bridge, on the left bank, where a board with a map of the valley has stood for many years.</p>
<p><img src="https://walks.example/pictures/über  brücke.jpg" alt="A bridge" width="800" height="600"></p>
<p>From the <a href="https://walks.example/north shore/Küste?from=a b&amp;to=ü#Ende">north shore</a> the path goes on to
the mill, where it meets the <a href="//walks.example/東京/%E2%82%AC">old road</a>.</p>
<p><a href="javascript:alert(1)">Not this way</a>, and <a href="java&#10;script:alert(2)">not that way either</a>.</p>
</article></body></html>`;

test.each(['rss.xml', 'atom.xml', 'feed.json'])(
  '%s carries URLs with spaces and other scripts as valid URLs',
  async (name) => {
    const readers = formats.find((format) => format.name === name)?.readers ?? [];
    const reader = readers.find((one) => one.name === 'feedsmith');
    const entries = (await reader?.read(await pipeline.text(name))) ?? [];
    const entry = entries.find(({ title }) => title === 'Where the walk leads');
    const hrefs = [...(entry?.body ?? '').matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
      decodeHTML(href),
    );
    expect(hrefs.map((href) => new URL(href).href)).toEqual([
      new URL('https://walks.example/north shore/Küste?from=a b&to=ü#Ende').href,
      new URL('https://walks.example/東京/%E2%82%AC').href,
    ]);
    for (const href of hrefs) expect(href).toMatch(/^[\x21-\x7e]+$/);
    expect(entry?.images).toEqual([new URL('https://walks.example/pictures/über  brücke.jpg').href]);
  },
);

test('nothing went wrong on the way', async () => {
  expect(pipeline.troubles).toEqual([]);
  expect(await pipeline.deadLetters()).toBe(0);
});
