import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { publishedArticleSchema } from '../../../shared/article/schema.ts';
import { renderArticleJson, renderArticleMarkdown } from '../../../shared/site/article-documents.ts';
import { renderRobots } from '../../../shared/site/robots.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { publishedArticle, siteUrl } from '../../helpers/published-article.ts';

const frontMatterOf = (text: string) => parse(text.slice(4, text.indexOf('\n---\n', 4)));
const bodyOf = (text: string) => text.slice(text.indexOf('\n---\n', 4) + 6);

describe('article.json', () => {
  test('is the article by its schema', () => {
    const article = publishedArticle({ updated: '2026-03-15T00:00:00.000Z' });
    const document = JSON.parse(renderArticleJson(article));
    expect(publishedArticleSchema.parse(document)).toEqual(article);
  });

  test('leaves out media that never arrived', () => {
    const lost = { url: 'inbox:harbour/lost.jpg', kind: 'image' } as const;
    const found = { url: 'https://news.example/media/found.jpg', kind: 'image' } as const;
    const document = JSON.parse(
      renderArticleJson(
        publishedArticle({
          image: lost,
          media: [lost, found],
          content: {
            html: '<p>a<img src="inbox:harbour/lost.jpg"></p>',
            markdown: 'a ![the pier](inbox:harbour/lost%20(1).jpg "t") b [x](<inbox:y>) c',
            text: 'a',
          },
        }),
      ),
    );
    expect(document.image).toBeUndefined();
    expect(document.media).toEqual([found]);
    expect(document.content).toEqual({ html: '<p>a</p>', markdown: 'a the pier b x c', text: 'a' });
  });

  test('carries no lone surrogate: readers refuse them', () => {
    expect(JSON.parse(renderArticleJson(publishedArticle({ title: 'a\ud800\u0000b' }))).title).toBe(
      'a\ufffdb',
    );
  });
});

describe('article.md', () => {
  test('has front matter and text', () => {
    const article = publishedArticle({
      authors: [{ name: 'Mara' }, { name: 'Tove', url: 'https://tove.example/' }],
    });
    const text = renderArticleMarkdown(article);
    expect(frontMatterOf(text)).toEqual({
      id: article.id,
      title: 'The ferry returns',
      summary: 'After nine weeks in dock the ferry runs again.',
      authors: ['Mara', { name: 'Tove', url: 'https://tove.example/' }],
      section: 'Harbour',
      tags: ['ferries', 'winter'],
      language: 'en',
      published: article.published,
      updated: article.updated,
      url: article.url,
    });
    expect(bodyOf(text)).toBe('The ferry is back at the pier.\n');
  });

  test.each(hostileTexts)('carries %s in its front matter', (_, text, expected) => {
    const fields = { title: text, summary: text, tags: [text], section: text, authors: [{ name: text }] };
    const read = frontMatterOf(renderArticleMarkdown(publishedArticle(fields)));
    expect(read).toMatchObject({ title: expected, summary: expected, tags: [expected], authors: [expected] });
  });

  test.each([
    '---',
    'yes',
    '007',
    '2026-03-14',
    'null',
    '- a',
    'a: b',
    '# a',
    '[a]',
    '*a',
    '&a b',
    '!a',
    '%a',
  ])('a title like %s stays text', (title) => {
    expect(frontMatterOf(renderArticleMarkdown(publishedArticle({ title }))).title).toBe(title);
  });
});

test('robots.txt lets everyone in and names the sitemaps there are', () => {
  expect(renderRobots(siteUrl, ['sitemap.xml', 'news-sitemap.xml'])).toBe(
    'User-agent: *\nAllow: /\n\nSitemap: https://news.example/sitemap.xml\nSitemap: https://news.example/news-sitemap.xml\n',
  );
  expect(renderRobots(siteUrl, [])).toBe('User-agent: *\nAllow: /\n');
});
