import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import type { PublishedArticle } from '../../../shared/article/schema.ts';
import { feedsOf } from '../../../shared/feeds/feed-id.ts';
import { renderArticlePage } from '../../../shared/site/article-page.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { renderNotFoundPage } from '../../../shared/site/not-found-page.ts';
import type { SiteSettings } from '../../../shared/site-settings.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const parse = (text: string) => parseHTML(text).document;
type Document = ReturnType<typeof parse>;
const articlePage = (fields: Partial<PublishedArticle> = {}, settings = site()) =>
  parse(renderArticlePage(publishedArticle(fields), settings, siteUrl));
const content = (html: string) => ({ content: { html, markdown: '', text: '' } });
const attribute = (document: Document, selector: string, name: string) =>
  document.querySelector(selector)?.getAttribute(name);
const metaOf = (document: Document, property: string) =>
  [...document.querySelectorAll(`meta[property="${property}"]`)].map((meta) => meta.getAttribute('content'));
const discovered = (document: Document) =>
  [...document.querySelectorAll('link[rel=alternate]')].map((link) => link.getAttribute('href'));

describe('an article’s page', () => {
  test('says what it is to browsers, search engines and social networks', () => {
    const image = { url: 'https://news.example/pier.jpg', kind: 'image', width: 1200, height: 800, alt: 'The pier' } as const; // biome-ignore format: one line is enough
    const article = publishedArticle({ image, media: [image], updated: '2026-03-16T00:00:00.000Z' });
    const document = parse(renderArticlePage(article, site(), siteUrl));
    expect(document.documentElement.getAttribute('lang')).toBe('en');
    expect(document.title).toBe('The ferry returns – The Harbour Post');
    expect(attribute(document, 'link[rel=canonical]', 'href')).toBe(article.url);
    expect(metaOf(document, 'og:title')).toEqual(['The ferry returns']);
    expect(metaOf(document, 'og:image')).toEqual([image.url]);
    expect(metaOf(document, 'article:tag')).toEqual(['ferries', 'winter']);
    expect(JSON.parse(document.querySelector('script')?.textContent ?? '')).toMatchObject({
      '@type': 'NewsArticle',
      headline: 'The ferry returns',
      datePublished: article.published,
      dateModified: article.updated,
      author: [{ '@type': 'Person', name: 'Mara Lindqvist' }],
      image: [image.url],
    });
    expect(discovered(document)).toEqual(
      expect.arrayContaining([
        'https://news.example/rss.xml',
        'https://news.example/atom.xml',
        'https://news.example/feed.json',
        'https://news.example/sections/harbour/rss.xml',
        `${article.url}article.json`,
      ]),
    );
  });

  test('leads to the article before it and the one after it, in their own language', () => {
    const older = publishedArticle({ title: 'Fog & <b>ice</b>', url: `${siteUrl}articles/2026/01/fog-1/` });
    const newer = publishedArticle({
      title: `${'شروق '.repeat(60)}`,
      language: 'ar',
      direction: 'rtl',
      url: `${siteUrl}articles/2026/02/${encodeURIComponent('شروق')}-2/`,
    });
    const page = (neighbours: object) =>
      parse(renderArticlePage(publishedArticle(), site(), siteUrl, neighbours)).querySelector(
        'nav.neighbours',
      );
    const both = page({ older, newer });
    expect(both?.getAttribute('aria-label')).toBe('More to read');
    const [before, after] = both?.querySelectorAll('a') ?? [];
    expect([before?.getAttribute('rel'), before?.getAttribute('href')]).toEqual(['prev', '/articles/2026/01/fog-1/']); // biome-ignore format: one line is enough
    expect(before?.textContent).toBe('Previous article Fog & <b>ice</b>');
    expect(before?.querySelector('bdi')?.getAttribute('lang')).toBeNull();
    expect([after?.getAttribute('rel'), after?.getAttribute('href')]).toEqual(['next', `/articles/2026/02/${encodeURIComponent('شروق')}-2/`]); // biome-ignore format: one line is enough
    const title = after?.querySelector('bdi');
    expect([title?.getAttribute('lang'), title?.getAttribute('dir')]).toEqual(['ar', 'rtl']);
    expect(title?.textContent).toMatch(/^.{60,110}…$/);
    expect(page({ older })?.querySelectorAll('a')).toHaveLength(1);
    expect(page({})).toBeNull();
  });

  test('names the place of first publication as canonical', () => {
    const document = articlePage({ canonicalUrl: 'https://elsewhere.example/ferry' });
    expect(attribute(document, 'link[rel=canonical]', 'href')).toBe('https://elsewhere.example/ferry');
    expect(document.querySelector('.forms')?.textContent).toContain('First published at elsewhere.example.');
  });

  test('is in the language and direction of its article; what the site says is marked as another language', () => {
    const document = articlePage({ language: 'ar', direction: 'rtl' });
    expect(document.documentElement.getAttribute('lang')).toBe('ar');
    expect(document.documentElement.getAttribute('dir')).toBe('rtl');
    expect(attribute(document, '.skip', 'lang')).toBe('en');
    expect(document.querySelector('time')?.textContent).toBe('14 مارس 2026');
  });

  test('speaks the site’s language where it can', () => {
    expect(articlePage({}, site({ language: 'de-AT' })).querySelector('.skip')?.textContent).toBe(
      'Zum Text springen',
    );
    expect(articlePage({}, site({ language: 'tlh' })).querySelector('.skip')?.textContent).toBe(
      'Skip to the text',
    );
  });

  test('gives dates in the site’s time zone, and tells of a correction on another day only', () => {
    const times = (updated: string, timeZone: string) => {
      const published = '2026-03-14T23:30:00.000Z';
      const document = articlePage({ published, updated }, site({ timeZone }));
      return [...document.querySelectorAll('time')].map((time) => time.textContent);
    };
    expect(times('2026-03-14T23:45:00.000Z', 'UTC')).toEqual(['March 14, 2026']);
    expect(times('2026-03-15T00:15:00.000Z', 'Europe/Berlin')).toEqual(['March 15, 2026']);
    expect(times('2026-03-15T00:15:00.000Z', 'UTC')).toEqual(['March 14, 2026', 'March 15, 2026']);
  });

  test('shows the lead image once', () => {
    const image = { url: 'https://news.example/pier.jpg?a=1&b=2', kind: 'image' } as const;
    const inBody = content('<p><img src="https://news.example/pier.jpg?a=1&amp;b=2" alt=""></p>');
    expect(articlePage({ image, media: [image] }).querySelectorAll('main img')).toHaveLength(1);
    expect(articlePage({ image, media: [image], ...inBody }).querySelectorAll('main img')).toHaveLength(1);
  });

  test('gives images their dimensions, players a link, and notes their place on the page', () => {
    const image = { url: 'https://news.example/pier.jpg', kind: 'image', width: 1200, height: 800 } as const;
    const html = `<p><img src="${image.url}" alt="Pier"><a href="#n">1</a></p><iframe src="https://player.vimeo.com/video/1" title="Dawn &amp; dusk"></iframe>`;
    const document = articlePage({ ...content(html), media: [image] });
    const shown = document.querySelector('.body img');
    expect(['width', 'height', 'alt', 'loading'].map((name) => shown?.getAttribute(name))).toEqual(['1200', '800', 'Pier', 'lazy']); // biome-ignore format: one line is enough
    expect(attribute(document, '.body p a', 'href')).toBe('#n');
    expect(document.querySelector('iframe')).toBeNull();
    expect(attribute(document, '.player', 'href')).toBe('https://player.vimeo.com/video/1');
    expect(document.querySelector('.player')?.textContent).toBe('Dawn & dusk · Watch at vimeo.com');
  });

  test('gives a standfirst that says more than the text’s own beginning', () => {
    const text = 'The ferry is back; it runs at noon. More to come.';
    const shown = (summary: string, provenance: Record<string, string> = {}) =>
      articlePage({ summary, provenance, content: { html: '', markdown: '', text } }).querySelector(
        '.standfirst',
      )?.textContent;
    expect(shown('After nine weeks.')).toBe('After nine weeks.');
    expect(shown('The ferry is back, it runs…')).toBeUndefined();
    expect(shown('At noon.', { summary: 'first sentences of the text' })).toBeUndefined();
    expect(shown('')).toBeUndefined();
  });

  test('lets a wide table be scrolled', () => {
    const document = articlePage(content('<table><tbody><tr><td>1</td></tr></tbody></table><p>After.</p>'));
    const group = document.querySelector('.body > div');
    expect([group?.getAttribute('tabindex'), group?.getAttribute('aria-label')]).toEqual(['0', 'Table']);
    expect(document.querySelector('.body > div > table td')?.textContent).toBe('1');
    expect(document.querySelector('.body > p')?.textContent).toBe('After.');
  });

  test.each(hostileTexts)('with %s shows it as text', (_, text, expected) => {
    const document = articlePage({
      title: text,
      summary: text,
      tags: ['x', text],
      authors: [{ name: text }],
    });
    expect(document.querySelector('h1')?.textContent).toBe(expected);
    expect(document.querySelector('.standfirst')?.textContent).toBe(expected);
    expect(metaOf(document, 'og:title')).toEqual([expected]);
    expect(JSON.parse(document.querySelector('script')?.textContent ?? '').headline).toBe(expected);
    expect(document.querySelectorAll('script')).toHaveLength(1);
    expect(document.querySelectorAll('h1 *, .standfirst *, bdi *')).toHaveLength(0);
  });
});

describe('a feed’s page', () => {
  test('lists its entries, the addresses to subscribe to, its archive and the other feeds', () => {
    const directory = {
      sections: [{ feed: 'sections/harbour', label: 'Harbour' }],
      tags: [{ feed: 'tags/späße', label: 'Späße' }],
      authors: [],
      languages: [{ feed: 'languages/de', label: 'de' }],
    };
    const document = parse(renderFeedPage(feedView({ directory, previousArchive: '2026-02' })));
    expect(document.querySelector('h1')?.textContent).toBe('The Harbour Post');
    expect(attribute(document, 'article h2 a', 'href')).toBe(new URL(publishedArticle().url).pathname);
    expect([...document.querySelectorAll('#subscribe code')].map((code) => code.textContent)).toEqual([
      'https://news.example/rss.xml',
      'https://news.example/atom.xml',
      'https://news.example/feed.json',
    ]);
    expect(attribute(document, 'a[rel=next]', 'href')).toBe('https://news.example/archive/2026-02/');
    expect(
      [...document.querySelectorAll('nav li a')].map((a) => [a.textContent, a.getAttribute('href')]),
    ).toEqual([
      ['Harbour', '/sections/harbour/'],
      ['Späße', '/tags/sp%C3%A4%C3%9Fe/'],
      ['Deutsch', '/languages/de/'],
    ]);
  });

  test('offers its own feed first, then the site’s', () => {
    const document = parse(renderFeedPage(feedView({ feed: { feed: 'tags/winter', label: 'Winter' } })));
    expect(document.title).toBe('Winter – The Harbour Post');
    expect(discovered(document).slice(0, 4)).toEqual([
      'https://news.example/tags/winter/rss.xml',
      'https://news.example/tags/winter/atom.xml',
      'https://news.example/tags/winter/feed.json',
      'https://news.example/rss.xml',
    ]);
  });

  test('of the archive leads both ways, back to the head, and is its own canonical page', () => {
    const view = feedView({ page: '2026-02', previousArchive: '2026-01', nextArchive: '2026-02-7f00aa11' });
    const document = parse(renderFeedPage(view));
    expect(
      [...document.querySelectorAll('.pages a')].map((a) => [a.getAttribute('rel'), a.getAttribute('href')]),
    ).toEqual([
      ['up', 'https://news.example/'],
      ['prev', 'https://news.example/archive/2026-02-7f00aa11/'],
      ['next', 'https://news.example/archive/2026-01/'],
    ]);
    expect(attribute(document, 'link[rel=canonical]', 'href')).toBe('https://news.example/archive/2026-02/');
    expect(document.title).toBe('Archive: February 2026 – The Harbour Post');
  });

  test('cuts long summaries at a word, never within a character', () => {
    const shown = (summary: string) =>
      parse(renderFeedPage(feedView({ entries: [publishedArticle({ summary })] }))).querySelector('.summary')
        ?.textContent;
    expect(shown('word '.repeat(100))).toMatch(/^(word )+word…$/);
    expect(shown('🚢'.repeat(300))).toMatch(/^🚢+…$/u);
    expect(shown('x'.repeat(180))).toBe('x'.repeat(180));
    expect(shown('海'.repeat(220))).toMatch(/^海{89}…$/);
    expect(shown('海'.repeat(90))).toBe('海'.repeat(90));
  });

  test('names three authors, cuts endless titles and lists the two dozen tags that its entries use most', () => {
    const names = Array.from({ length: 9 }, (_, index) => ({ name: `Person ${index}` }));
    const tags = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const entries = Array.from({ length: 8 }, (_, index) =>
      publishedArticle({
        slug: `a${index}`,
        title: 'word '.repeat(100),
        authors: names,
        tags: [...tags.slice(0, 11).map((tag) => `${tag}-${index}`), 'common'],
      }),
    );
    const directory = { sections: [], tags: entries.flatMap(feedsOf).filter(({ feed }) => feed.startsWith('tags/')), authors: [], languages: [] }; // biome-ignore format: one line is enough
    const unique = [...new Map(directory.tags.map((ref) => [ref.feed, ref])).values()];
    const document = parse(renderFeedPage(feedView({ entries, directory: { ...directory, tags: unique } })));
    expect(document.querySelector('.meta')?.textContent).toBe(
      'March 14, 2026 · Person 0, Person 1, Person 2 +6',
    );
    expect(document.querySelector('h2')?.textContent).toMatch(/^(word ){20,}word…$/);
    const listed = [...document.querySelectorAll('nav li')].map((item) => item.textContent);
    expect(listed).toHaveLength(24);
    expect(listed).toContain('common');
  });

  test('opens its feed in readers, the one that most of them know', () => {
    const links = (formats: SiteSettings['formats']) =>
      [
        ...parse(renderFeedPage(feedView({ site: site({ formats }) }))).querySelectorAll('#subscribe p a'),
      ].map((link) => link.getAttribute('href'));
    const [app, feedly] = links(['json', 'rss']);
    expect(app).toBe('feed:https://news.example/rss.xml');
    expect(feedly).toBe('https://feedly.com/i/subscription/feed%2Fhttps%3A%2F%2Fnews.example%2Frss.xml');
    expect(links(['json'])[0]).toBe('feed:https://news.example/feed.json');
  });

  test.each([
    ['in English', 'A headline of some sixty characters, as headlines are, ', 'A sentence like any other. '],
    [
      'in Japanese',
      '港に渡し船が戻ってきた、人々は空を見上げる',
      '老いた水夫は、海は決して急がないと言った。',
    ],
  ])('%s weighs less than 30 KB with fifty entries, sections and tags', (_, title, sentence) => {
    const entries = Array.from({ length: 50 }, (_, index) =>
      publishedArticle({
        slug: `article-number-${index}`,
        title: `${title}${index}`,
        summary: sentence.repeat(6),
        tags: [`tag ${index}`, 'tides'],
      }),
    );
    const kind = (name: string) => [
      ...new Map(
        entries
          .flatMap(feedsOf)
          .filter(({ feed }) => feed.startsWith(name))
          .map((ref) => [ref.feed, ref]),
      ).values(),
    ];
    const directory = { sections: kind('sections/'), tags: kind('tags/'), authors: kind('authors/'), languages: kind('languages/') }; // biome-ignore format: one line is enough
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    const front = renderFeedPage(feedView({ entries, directory, previousArchive: '2026-02' }));
    expect(parse(front).querySelectorAll('article')).toHaveLength(50);
    expect(bytes(front)).toBeLessThan(30_000);
    expect(bytes(renderArticlePage(publishedArticle(), site(), siteUrl))).toBeLessThan(12_000);
  });
});

test('the page for missing addresses is not to be indexed, and leads on', () => {
  const document = parse(renderNotFoundPage(site(), siteUrl));
  expect(attribute(document, 'meta[name=robots]', 'content')).toBe('noindex');
  expect(document.querySelector('link[rel=canonical]')).toBeNull();
  expect(attribute(document, 'main a', 'href')).toBe('https://news.example/');
});

test('ids on a page are unique', () => {
  const directory = { sections: [{ feed: 'sections/x', label: 'x' }], tags: [], authors: [], languages: [] };
  for (const text of [renderFeedPage(feedView({ directory })), renderNotFoundPage(site(), siteUrl)]) {
    const ids = [...parse(text).querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
