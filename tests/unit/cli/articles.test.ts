import { beforeAll, describe, expect, test } from '@jest/globals';
import { findArticles } from '../../../cli/articles/find-articles.ts';
import { type ListRequest, listArticles } from '../../../cli/articles/list-articles.ts';
import { lineAsText, shownAsText } from '../../../cli/articles/print-articles.ts';
import { showArticle } from '../../../cli/articles/show-article.ts';
import { planWithdrawal, restoreUpload } from '../../../cli/articles/withdraw-articles.ts';
import { parseSince } from '../../../cli/since.ts';
import { articleId } from '../../../shared/article/identity.ts';
import { MemoryStack, markdown } from './memory-stack.ts';

const bench = new MemoryStack();
const nowhere = async () => undefined;
const named = (name: string) => findArticles(bench.stack, name, nowhere);

beforeAll(async () => {
  bench.put('news/old.md', markdown('Old', 'published: 2026-01-05\ntags: [tides]\n'));
  bench.put('news/new.md', markdown('New', 'published: 2026-05-05\n'));
  bench.put('news/later.md', markdown('Later', 'published: 2199-01-01\ntags: [tides]\n'));
  bench.put('news/draft.md', markdown('Draft', 'draft: true\n'));
  bench.put('news/gone.md', markdown('Gone'));
  bench.put('news/empty.md', '');
  bench.put(
    'two.json',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Two',
      items: ['a', 'b'].map((id) => ({
        id: `urn:example:${id}`,
        title: id,
        content_text: 'A sentence of text.',
        date_published: '2026-02-02T00:00:00Z',
      })),
    }),
  );
  await bench.ingest();
  bench.now += 1000;
  bench.put('news/new.md', `${markdown('New', 'published: 2026-05-05\n')}\nMore was said.\n`);
  bench.s3.DeleteObject({ Bucket: 'inbox', Key: 'news/gone.md' });
  await bench.ingest();
});

async function list(request: Partial<ListRequest> = {}) {
  const lines = [];
  for await (const line of listArticles(bench.stack, { status: 'published', feed: 'all', ...request })) {
    lines.push(line);
  }
  return lines;
}
const titles = async (request: Partial<ListRequest>) =>
  (await list(request)).map((line) => ('title' in line ? line.title : undefined));

describe('list', () => {
  test('published articles come newest first, with address and feeds', async () => {
    expect(await titles({})).toEqual(['New', 'b', 'a', 'Old']);
    const [line] = await list({ feed: 'tags/tides' });
    expect(line).toMatchObject({
      id: articleId('news/old.md'),
      state: 'published',
      url: expect.stringContaining('https://news.example/articles/2026/01/old-'),
      published: '2026-01-05T00:00:00.000Z',
      keys: ['news/old.md'],
      feeds: ['all', 'tags/tides', 'sections/news', 'languages/en'],
    });
    expect(line && lineAsText(line)).toMatch(/^2026-01-05 00:00 {2}published {2}Old\n {2}\S+ {2}https:/);
  });

  test('by state, by feed, and since a time', async () => {
    expect(await titles({ since: '2026-02-01' })).toEqual(['New', 'b', 'a']);
    expect(await titles({ status: 'scheduled' })).toEqual(['Later']);
    expect(await titles({ status: 'scheduled', feed: 'tags/tides' })).toEqual(['Later']);
    expect(await titles({ status: 'scheduled', since: '2200-01-01' })).toEqual([]);
    expect(await titles({ status: 'withheld' })).toEqual(['Draft']);
    expect(await list({ status: 'withdrawn' })).toMatchObject([
      { id: articleId('news/gone.md'), withdrawn: expect.any(String), url: expect.any(String) },
    ]);
    expect(await list({ status: 'rejected' })).toMatchObject([{ key: 'news/empty.md', code: 'empty-file' }]);
    expect(await list({ status: 'rejected', since: '2027-01-01' })).toEqual([]);
    await expect(list({ feed: 'tides' })).rejects.toMatchObject({ code: 'no-such-feed' });
  });

  test('times are dates or how long ago', () => {
    const now = Date.parse('2026-06-15T12:00:00Z');
    expect(parseSince('2026-01-31', now)).toBe('2026-01-31T00:00:00.000Z');
    expect(parseSince('7d', now)).toBe('2026-06-08T12:00:00.000Z');
    expect(parseSince('90m', now)).toBe('2026-06-15T10:30:00.000Z');
    for (const wrong of ['', 'yesterday', '7', '2026-13-45', '7y']) {
      expect(() => parseSince(wrong, now)).toThrow('how long ago');
    }
  });
});

describe('show', () => {
  test('finds an article by id, by upload and by address', async () => {
    const id = articleId('news/new.md');
    const byAddress = await findArticles(bench.stack, 'https://news.example/articles/x/', async () => ({
      id,
    }));
    for (const { articles } of [await named(id), await named('news/new.md'), byAddress]) {
      expect(articles.map((article) => article.id)).toEqual([id]);
    }
    expect((await named('two.json')).articles).toHaveLength(2);
    for (const unknown of ['news/never.md', articleId('x'), 'https://elsewhere.example/']) {
      await expect(named(unknown)).rejects.toMatchObject({ code: 'no-such-article' });
    }
  });

  test('tells where each field comes from, and the history of the upload', async () => {
    const [record] = (await named('news/new.md')).articles;
    const shown = await showArticle(bench.stack, record as never);
    expect(shown).toMatchObject({
      state: 'published',
      title: 'New',
      article: { section: 'news', language: 'en' },
      provenance: { title: 'front matter: title', section: 'folder of the upload key' },
      uploads: [{ key: 'news/new.md', shown: true, versions: [{ current: true }, { current: false }] }],
    });
    expect(shown.article).not.toHaveProperty('content');
    const text = shownAsText(shown);
    expect(text).toMatch(/^New\n/);
    expect(text).toMatch(/section +news {2}\(folder of the upload key\)/);
    expect(text).toMatch(/upload +news\/new\.md {2}\(on the site\)/);
    expect(text.match(/bytes/g)).toHaveLength(2);
  });

  test('an article that was withdrawn has its address, and no text', async () => {
    const [record] = (await named('news/gone.md')).articles;
    const shown = await showArticle(bench.stack, record as never);
    expect(shown).toMatchObject({ state: 'withdrawn', uploads: [], provenance: {} });
    expect(shownAsText(shown)).toContain('withdrawn');
  });
});

describe('withdraw and restore', () => {
  test('what is to be deleted are the uploads that state the article', async () => {
    const plan = async (name: string, withOthers = false) =>
      planWithdrawal(bench.stack, (await named(name)).articles, withOthers);
    expect(await plan('news/old.md')).toEqual({
      keys: ['news/old.md'],
      articles: [articleId('news/old.md')],
    });
    expect((await plan('two.json')).articles).toHaveLength(2);
    const one = articleId('two.json', 'urn:example:a');
    await expect(plan(one)).rejects.toMatchObject({
      code: 'upload-of-many',
      message: expect.stringContaining('two.json states 1 other'),
    });
    expect(await plan(one, true)).toMatchObject({ keys: ['two.json'] });
    await expect(plan('news/gone.md')).rejects.toMatchObject({ code: 'not-uploaded' });
  });

  test('a deleted upload comes back as it was, and its article at its old address', async () => {
    const before = (await list({ status: 'withdrawn' }))[0];
    await restoreUpload(bench.stack, 'news/gone.md');
    await bench.ingest();
    expect(bench.upload('news/gone.md')).toBe(markdown('Gone'));
    const after = (await list()).find((line) => 'id' in line && line.id === articleId('news/gone.md'));
    expect(after).toMatchObject({ state: 'published', url: (before as { url: string }).url });
    await expect(restoreUpload(bench.stack, 'news/gone.md')).rejects.toMatchObject({ code: 'not-deleted' });
    await expect(restoreUpload(bench.stack, 'never.md')).rejects.toMatchObject({
      code: 'nothing-to-restore',
    });
  });
});
