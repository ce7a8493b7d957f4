import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { type ArticleLine, articleLine } from '../../../cli/articles/article-line.ts';
import { findArticles } from '../../../cli/articles/find-articles.ts';
import { allArticles } from '../../../cli/articles/list-articles.ts';
import { readRevision } from '../../../cli/articles/show-article.ts';
import { findFiles } from '../../../cli/push/find-files.ts';
import { pushSources } from '../../../cli/push/push-sources.ts';
import { metadataOf } from '../../../cli/push/upload-sources.ts';
import { exportedArticles, exportLine } from '../../../cli/transfer/export-articles.ts';
import { exportFolder } from '../../../cli/transfer/export-folder.ts';
import { importedMark, readImports } from '../../../cli/transfer/read-imports.ts';
import type { Article } from '../../../shared/article/schema.ts';
import { png } from '../../helpers/png.ts';
import { MemoryStack, markdown } from './memory-stack.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-transfer-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const silent = () => undefined;

/** Imports files as the command does. */
async function importFiles(bench: MemoryStack, files: string[], { prefix = '', overwrite = false } = {}) {
  const paths = files.map((file) => join(root, file));
  const context = { site: bench.site, prefix, keys: bench.keys(), onProgress: silent };
  const { sources, problems } = await readImports(paths, context);
  const mayOverwrite = async ({ key, etag }: { key: string; etag?: string }) =>
    `"${(await metadataOf(bench.stack, key))?.[importedMark]}"` === etag;
  const request = {
    sources,
    problems,
    atOnce: 4,
    signal: new AbortController().signal,
    mayOverwrite: overwrite ? undefined : mayOverwrite,
  };
  const sums = await pushSources(bench.stack, request, {
    onResult: silent,
    onProgress: silent,
    onNote: silent,
  });
  await bench.ingest();
  return { sums, problems };
}

async function articles(
  bench: MemoryStack,
): Promise<Map<string, ArticleLine & { article: Article | undefined }>> {
  const found = new Map();
  for await (const record of allArticles(bench.stack)) {
    const line = articleLine(record, bench.stack.siteUrl);
    const revision = record.claims[line.keys[0] ?? '']?.revision ?? '';
    found.set(record.id, { ...line, article: await readRevision(bench.stack, record.id, revision) });
  }
  return found;
}

const item = (title: string, body: string, more = '') => `<item><title>${title}</title>
<guid isPermaLink="false">urn:example:${title.toLowerCase()}</guid><pubDate>Tue, 05 May 2026 08:00:00 GMT</pubDate>
<content:encoded><![CDATA[${body}]]></content:encoded>${more}</item>`;
const rss = (...items: string[]) =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><link>https://old.example/</link>${items.join('')}</channel></rss>`;

describe('import', () => {
  test('makes one upload of each article, under its own name', async () => {
    const bench = new MemoryStack();
    await writeFile(
      join(root, 'old.xml'),
      rss(
        item(
          'Harbour',
          '<p>The harbour is open &amp; <a href="/more">more</a>.</p>',
          '<category>tides</category>',
        ),
        item('Pier', '<p>The pier stands.</p>'),
        item('Nothing', ''),
      ),
    );
    const { sums, problems } = await importFiles(bench, ['old.xml'], { prefix: 'old/' });
    expect(sums).toMatchObject({ uploaded: 2, failed: 1 });
    expect(problems).toEqual([
      { file: 'old.xml: Nothing', reason: expect.stringContaining('empty-article') },
    ]);
    expect(bench.keys()).toEqual([
      expect.stringMatching(/^old\/harbour-[0-9a-f]{12}\.html$/),
      expect.stringMatching(/^old\/pier-[0-9a-f]{12}\.html$/),
    ]);
    const [harbour] = [...(await articles(bench)).values()].filter(({ title }) => title === 'Harbour');
    expect(harbour).toMatchObject({
      state: 'published',
      published: '2026-05-05T08:00:00.000Z',
      article: {
        tags: ['tides'],
        section: 'old',
        content: { html: expect.stringContaining('https://old.example/more') },
      },
    });
  });

  test('gives articles the ids that the file as a whole would give them', async () => {
    const [whole, split] = [new MemoryStack(), new MemoryStack()];
    whole.put('old.xml', await readFile(join(root, 'old.xml'), 'utf8'));
    await whole.ingest();
    await importFiles(split, ['old.xml']);
    expect([...(await articles(split)).keys()].sort()).toEqual([...(await articles(whole)).keys()].sort());
  });

  test('can be repeated: what is the same stays, what changed follows, what was edited is kept', async () => {
    const bench = new MemoryStack();
    const write = (...items: string[]) => writeFile(join(root, 'again.xml'), rss(...items));
    await write(
      item('One', '<p>The first text.</p>'),
      item('Two', '<p>The second text.</p>'),
      item('Three', '<p>The third text.</p>'),
    );
    await importFiles(bench, ['again.xml']);
    const keys = bench.keys();
    expect((await importFiles(bench, ['again.xml'])).sums).toMatchObject({ unchanged: 3, uploaded: 0 });
    const [one = '', , two = ''] = keys;
    bench.put(one, `${bench.upload(one)}<p>An editor added this.</p>`);
    await write(
      item('One', '<p>The first text, corrected.</p>'),
      item('Two', '<p>The second text, corrected.</p>').replace('>Two<', '>Number two<'),
      item('Three', '<p>The third text.</p>'),
    );
    const { sums } = await importFiles(bench, ['again.xml']);
    expect(sums).toMatchObject({ kept: 1, uploaded: 1, unchanged: 1 });
    expect(bench.keys()).toEqual(keys);
    expect(bench.upload(one)).toContain('An editor added this.');
    expect(bench.upload(two)).toContain('corrected');
    expect((await importFiles(bench, ['again.xml'], { overwrite: true })).sums).toMatchObject({
      uploaded: 1,
      unchanged: 2,
    });
    expect(bench.upload(one)).toContain('corrected');
  });

  test('carries drafts, names and pictures over from WordPress and from inside documents', async () => {
    const bench = new MemoryStack();
    const picture = `data:image/png;base64,${png(200, 200).toString('base64')}`;
    await writeFile(
      join(root, 'blog.xml'),
      `<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>B</title><link>https://blog.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>mq</wp:author_login><wp:author_display_name>Mara Quist</wp:author_display_name></wp:author>
<item><title>Seen</title><guid isPermaLink="false">https://blog.example/?p=1</guid><dc:creator>mq</dc:creator><wp:post_name>as-seen</wp:post_name><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_date_gmt>2019-03-04 05:06:07</wp:post_date_gmt><content:encoded><![CDATA[<p>A picture of the quay:</p><img src="${picture}" alt="The quay">]]></content:encoded></item>
<item><title>Unseen</title><guid isPermaLink="false">https://blog.example/?p=2</guid><wp:post_type>post</wp:post_type><wp:status>draft</wp:status><content:encoded>Not ready yet, but soon.</content:encoded></item>
</channel></rss>`,
    );
    await importFiles(bench, ['blog.xml']);
    const found = [...(await articles(bench)).values()];
    expect(found.map(({ title, state }) => [title, state]).sort()).toEqual([
      ['Seen', 'published'],
      ['Unseen', 'withheld'],
    ]);
    const seen = found.find(({ title }) => title === 'Seen');
    expect(seen).toMatchObject({
      published: '2019-03-04T05:06:07.000Z',
      article: {
        slug: 'as-seen',
        authors: [{ name: 'Mara Quist' }],
        media: [{ url: expect.stringMatching(/^dropwire-media:/), alt: 'The quay', width: 200 }],
      },
    });
    expect(bench.keys().filter((key) => key.startsWith('media/'))).toHaveLength(1);
  });

  test('reads the feeds that an OPML lists as files, and tells of those it would have to fetch', async () => {
    const bench = new MemoryStack();
    await writeFile(
      join(root, 'sub.json'),
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'S',
        items: [{ id: 'urn:example:s', content_text: 'A sentence of text.' }],
      }),
    );
    await writeFile(
      join(root, 'all.opml'),
      '<opml version="2.0"><head/><body><outline text="x"><outline xmlUrl="sub.json" text="s"/></outline><outline xmlUrl="https://far.example/rss" text="f"/><outline xmlUrl="none.xml"/></body></opml>',
    );
    const { sums, problems } = await importFiles(bench, ['all.opml']);
    expect(sums).toMatchObject({ uploaded: 1, failed: 2 });
    expect(problems).toEqual([
      { file: 'https://far.example/rss', reason: expect.stringContaining('save the feed') },
      { file: expect.stringMatching(/[\\/]none\.xml$/), reason: expect.stringContaining("doesn't exist") },
    ]);
  });

  test('as many articles, as many uploads', async () => {
    const bench = new MemoryStack();
    const many = Array.from({ length: 250 }, (_, index) =>
      item(`Number ${index}`.replace(' ', '-'), `<p>Text ${index} of many.</p>`),
    );
    await writeFile(join(root, 'many.xml'), rss(...many));
    const context = { site: bench.site, prefix: '', keys: [], onProgress: silent };
    const { sources, problems } = await readImports([join(root, 'many.xml')], context);
    expect(problems).toEqual([]);
    expect(new Set(sources.map(({ key }) => key)).size).toBe(250);
  });
});

describe('export', () => {
  const bench = new MemoryStack();

  beforeAll(async () => {
    bench.put(
      'news/plain.md',
      `${markdown(`'Plain: "quoted" #1'`, 'tags: [tides, "2026", "a, b"]\nauthor: Mara Quist\nsummary: In short.\n')}\n## A heading\n\n- one\n- two\n\n> said\n\n![The pier](pier.png)\n`,
    );
    bench.put('news/pier.png', png(640, 480));
    bench.put('news/later.md', markdown('Later', 'published: 2199-01-01\n'));
    bench.put('draft.txt', 'A draft\n\nIt is not finished, and nobody has seen it.');
    bench.put('draft.md', markdown('A draft', 'draft: true\nid: urn:example:draft\n'));
    bench.put(
      'page.html',
      '<article><h1>A page</h1><p>With a table:</p><table><tr><th>Tide</th><th>Time</th></tr><tr><td rowspan="2">High<br>tide</td><td>8</td></tr><tr><td>20</td></tr></table><p>and a <kbd>key</kbd>, https://bare.example and an <img src="/missing.png"> missing picture.</p></article>',
    );
    bench.put(
      'feed.json',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'F',
        items: ['a', 'b'].map((id) => ({
          id: `urn:example:${id}`,
          title: id,
          content_html: `<p>Text of ${id}.</p>`,
          url: `https://old.example/${id}`,
          date_published: '2026-02-02T00:00:00Z',
          date_modified: '2026-02-03T00:00:00Z',
          authors: [{ name: 'Jo Doe and Co', url: 'https://jo.example/' }],
        })),
      }),
    );
    bench.put('gone.md', markdown('Gone'));
    await bench.ingest();
    bench.s3.DeleteObject({ Bucket: 'inbox', Key: 'gone.md' });
    await bench.ingest();
  });

  /** What must be the same after a round trip; where an article came from may differ. */
  async function essence(of: MemoryStack) {
    const found = [...(await articles(of)).values()].filter(({ state }) => state !== 'withdrawn');
    return found
      .map(({ keys: _keys, article, ...line }) => {
        const {
          source: _source,
          provenance: _provenance,
          published: _published,
          updated: _updated,
          ...rest
        } = article as Article;
        return { ...line, article: rest };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  test('a folder that is pushed to an empty stack gives the same articles', async () => {
    const folder = join(root, 'exported');
    const sums = await exportFolder(bench.stack, folder, bench.site, silent);
    expect(sums).toEqual({ articles: 7, media: 1, inexact: [], missing: [] });
    const other = new MemoryStack();
    other.now += 3_600_000;
    const { sources } = await findFiles([folder], { from: folder, prefix: '' });
    const request = { sources, problems: [], atOnce: 4, signal: new AbortController().signal };
    await pushSources(other.stack, request, { onResult: silent, onProgress: silent, onNote: silent });
    await other.ingest();
    expect(await essence(other)).toEqual(await essence(bench));
  });

  test('files are Markdown with front matter where that says it all, else HTML, by section', async () => {
    const names = (await readdir(join(root, 'exported'), { recursive: true })).sort();
    const plain = names.find((name) => /^news\/plain-[0-9a-f]{8}\.md$/.test(name)) ?? '';
    expect(names).toContainEqual(expect.stringMatching(/^a-page-[0-9a-f]{8}\.html$/));
    expect(names).toContainEqual(expect.stringMatching(/^media\/[0-9a-f]{64}\.png$/));
    const text = await readFile(join(root, 'exported', plain), 'utf8');
    const [, frontMatter = '', body] = text.split(/^---$/m);
    expect(parseYaml(frontMatter)).toMatchObject({
      title: 'Plain: "quoted" #1',
      tags: ['tides', '2026', 'a, b'],
      section: 'news',
      published: '2026-06-15T12:00:00.000Z',
    });
    expect(body).toMatch(/!\[The pier\]\(\.\.\/media\/[0-9a-f]{64}\.png\)/);
    await expect(exportFolder(bench.stack, join(root, 'exported'), bench.site, silent)).rejects.toMatchObject(
      { code: 'folder-not-empty' },
    );
  });

  test('NDJSON has a line an article, and is imported again', async () => {
    const lines: string[] = [];
    for await (const exported of exportedArticles(bench.stack))
      lines.push(exportLine(exported, bench.stack.siteUrl));
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed).toHaveLength(7);
    const plain = parsed.find(({ title }) => /^Plain/.test(title));
    expect(plain).toMatchObject({
      url: expect.stringContaining('https://news.example/articles/2026/06/plain-'),
      image: { url: expect.stringMatching(/^https:\/\/news\.example\/media\//) },
    });
    await writeFile(join(root, 'catalog.ndjson'), `${lines.join('\n')}\n{broken\n`);
    const other = new MemoryStack();
    const { sums, problems } = await importFiles(other, ['catalog.ndjson']);
    expect(sums).toMatchObject({ uploaded: 7, failed: 1 });
    expect(problems[0]?.reason).toContain('json-broken');
    const [mine, theirs] = [await essence(bench), await essence(other)];
    const facts = (list: typeof mine) =>
      list.map(({ article: { media: _media, image: _image, content: _content, ...article }, ...line }) => ({
        ...line,
        article,
      }));
    expect(facts(theirs)).toEqual(facts(mine));
    expect((await findArticles(other.stack, plain.id, async () => undefined)).articles).toHaveLength(1);
  });
});
