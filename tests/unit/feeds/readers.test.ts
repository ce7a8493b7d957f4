import { describe, expect, test } from '@jest/globals';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { entryId } from '../../../shared/feeds/entry.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { jsonReaders, xmlReaders } from '../../helpers/feed-readers.ts';
import { feedView, publishedArticle } from '../../helpers/published-article.ts';

const entries = Array.from({ length: 50 }, (_, index) =>
  publishedArticle({
    slug: `article-${index}`,
    title: `Article ${index}: ferries & fog`,
    authors:
      index % 2 === 0 ? [{ name: 'Mara Lindqvist' }] : [{ name: 'Mara Lindqvist' }, { name: 'Tove Aalto' }],
    published: new Date(Date.UTC(2026, 2, 14, 12) - index * 3_600_000).toISOString(),
    updated: new Date(Date.UTC(2026, 2, 14, 13) - index * 3_600_000).toISOString(),
    content: { html: `<p>Number <b>${index}</b> &amp; more.</p>`, markdown: '', text: '' },
  }),
);
const view = feedView({ entries, previousArchive: '2026-02' });

const cases = [
  ...xmlReaders.map((reader) => ({ format: 'RSS', text: renderRss(view), ...reader })),
  ...xmlReaders.map((reader) => ({ format: 'Atom', text: renderAtom(view), ...reader })),
  ...jsonReaders.map((reader) => ({ format: 'JSON Feed', text: renderFeedJson(view), ...reader })),
];

describe.each(cases)('$format read by $name', ({ text, read }) => {
  test('gives every article once and in order, with its address, title, date, authors and body', async () => {
    const found = await read(text);
    expect(found).toHaveLength(50);
    found.forEach((entry, index) => {
      const article = entries[index] ?? publishedArticle();
      expect(entry).toMatchObject({ id: entryId(article.id), link: article.url, title: article.title });
      if (entry.published !== undefined) expect(entry.published).toBe(article.published);
      if (entry.authors) expect(entry.authors).toEqual(article.authors.map(({ name }) => name));
      if (entry.categories) expect(entry.categories).toEqual(['Harbour', 'ferries', 'winter']);
      if (entry.body) expect(entry.body).toBe(article.content.html);
    });
  });
});

test('most readers give dates and authors, so that the test above compares some', async () => {
  const dated = await Promise.all(cases.map(async ({ text, read }) => (await read(text))[0]));
  expect(dated.filter((entry) => entry?.published !== undefined).length).toBeGreaterThanOrEqual(7);
  expect(dated.filter((entry) => entry?.authors?.length).length).toBeGreaterThanOrEqual(5);
  expect(dated.filter((entry) => entry?.body).length).toBeGreaterThanOrEqual(5);
});
