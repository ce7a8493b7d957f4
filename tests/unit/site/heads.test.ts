import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { parse as parseHtml } from 'parse5';
import { renderArticlePage } from '../../../shared/site/article-page.ts';
import { renderExtensionPage } from '../../../shared/site/extension-page.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { goneDocument } from '../../../shared/site/gone-documents.ts';
import { renderNotFoundPage } from '../../../shared/site/not-found-page.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const image = { url: 'https://news.example/media/pier.jpg', kind: 'image', width: 12, height: 8 } as const;
const rtl = publishedArticle({ slug: 'bahr', title: 'عودة العبّارة', language: 'ar', direction: 'rtl' });

/** Every kind of page, with where it stands; none for the one that stands in for missing addresses. */
const pages: [string, { text: string; at?: string; type?: string }][] = [
  ['the front page', { text: renderFeedPage(feedView()), at: siteUrl, type: 'WebSite' }],
  [
    'a tag’s page',
    {
      text: renderFeedPage(feedView({ feed: { feed: 'tags/winter', label: 'Winter' } })),
      at: `${siteUrl}tags/winter/`,
      type: 'CollectionPage',
    },
  ],
  [
    'an archive page',
    {
      text: renderFeedPage(feedView({ page: '2026-02', nextArchive: '2026-03' })),
      at: `${siteUrl}archive/2026-02/`,
      type: 'CollectionPage',
    },
  ],
  [
    'an article',
    {
      text: renderArticlePage(publishedArticle({ image, media: [image] }), site(), siteUrl),
      at: publishedArticle().url,
      type: 'NewsArticle',
    },
  ],
  [
    'an article written from right to left',
    { text: renderArticlePage(rtl, site(), siteUrl), at: rtl.url, type: 'NewsArticle' },
  ],
  [
    'the extension’s page',
    { text: renderExtensionPage(site(), siteUrl), at: `${siteUrl}schema/json-feed-extension/` },
  ],
  [
    'the page of a withdrawn article',
    { text: goneDocument('index.html', { id: publishedArticle().id, site: site(), siteUrl }).body },
  ],
  ['the page for missing addresses', { text: renderNotFoundPage(site(), siteUrl) }],
];

describe.each(pages)('%s', (_, { text, at, type }) => {
  const { document } = parseHTML(text);
  const attributes = (selector: string, name: string) =>
    [...document.querySelectorAll(selector)].map((element) => element.getAttribute(name));

  test('is HTML without a single parse error (WHATWG HTML, as parse5 reads it)', () => {
    const errors: string[] = [];
    parseHtml(text, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) });
    expect(errors).toEqual([]);
  });

  test('states one title, one address and its language', () => {
    expect(document.querySelectorAll('title')).toHaveLength(1);
    expect(document.title).not.toBe('');
    expect(attributes('link[rel=canonical]', 'href')).toEqual(at === undefined ? [] : [at]);
    expect(attributes('meta[name=robots]', 'content')).toEqual(at === undefined ? ['noindex'] : []);
    expect(document.documentElement.getAttribute('lang')).toMatch(/^[a-z]{2}$/);
    expect(document.documentElement.getAttribute('dir')).toMatch(/^(ltr|rtl)$/);
    expect(attributes('meta[name=description]', 'content')).toEqual([expect.stringMatching(/./)]);
  });

  test('leads readers to feeds', () => {
    for (const type of ['application/rss+xml', 'application/atom+xml', 'application/feed+json']) {
      const found = attributes(`link[rel=alternate][type="${type}"]`, 'href');
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((href) => !href?.startsWith(siteUrl))).toEqual([]);
    }
  });

  test('has one heading of the first level, and skips none', () => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
      Number(tagName.slice(1)),
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  test('has each landmark once, and names navigations apart', () => {
    for (const landmark of ['body > header', 'body > main', 'body > footer']) {
      expect(document.querySelectorAll(landmark)).toHaveLength(1);
    }
    const names = attributes('nav', 'aria-label');
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain(null);
  });

  test('asks for nothing but itself and its pictures', () => {
    const loaded = [
      ...attributes('[src]', 'src'),
      ...attributes('link[rel=stylesheet], link[rel=preload], link[rel=icon]', 'href'),
    ];
    expect(loaded.filter((url) => !url?.startsWith(siteUrl) && url !== 'data:,')).toEqual([]);
    expect(document.querySelector('style')?.textContent).not.toMatch(/url\(|@import/);
    expect(document.querySelectorAll('script:not([type="application/ld+json"])')).toHaveLength(0);
  });

  test('tells search engines and social networks what it is', () => {
    const blocks = [...document.querySelectorAll('script[type="application/ld+json"]')];
    const data = blocks.map(({ textContent }) => JSON.parse(textContent ?? ''));
    expect(data).toEqual(
      type === undefined
        ? []
        : [expect.objectContaining({ '@context': 'https://schema.org', '@type': type, url: at })],
    );
    const graph = (property: string) => attributes(`meta[property="og:${property}"]`, 'content');
    if (type === undefined) return;
    expect(graph('url')).toEqual([at]);
    expect(graph('type')).toEqual([type === 'NewsArticle' ? 'article' : 'website']);
    expect(graph('title')).toEqual([expect.stringMatching(/./)]);
    expect(graph('site_name')).toEqual(['The Harbour Post']);
  });
});
