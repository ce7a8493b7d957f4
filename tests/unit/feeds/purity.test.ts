import { describe, expect, jest, test } from '@jest/globals';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import type { FeedView } from '../../../shared/feeds/feed-view.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { renderArticleJson, renderArticleMarkdown } from '../../../shared/site/article-documents.ts';
import { renderArticlePage } from '../../../shared/site/article-page.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const renderers: [string, (view: FeedView) => string][] = [
  ['feed.json', renderFeedJson],
  ['rss.xml', renderRss],
  ['atom.xml', renderAtom],
  ['index.html of a feed', renderFeedPage],
  [
    'index.html of an article',
    ({ entries }) => renderArticlePage(entries[0] ?? publishedArticle(), site(), siteUrl),
  ],
  ['article.json', ({ entries }) => renderArticleJson(entries[0] ?? publishedArticle())],
  ['article.md', ({ entries }) => renderArticleMarkdown(entries[0] ?? publishedArticle())],
];

/** A new view of new objects, equal to every other one. */
const view = (fields: Partial<FeedView> = {}): FeedView =>
  structuredClone(feedView({ entries: ['a', 'b'].map((slug) => publishedArticle({ slug })), ...fields }));

describe.each(renderers)('%s', (_, render) => {
  test('is the same at any time, in any order, from any copy of its input', () => {
    jest.useFakeTimers({ now: 0 });
    const early = render(view());
    jest.setSystemTime(new Date('2031-05-05T05:05:05Z'));
    const same = view();
    const late = [render(same), render(same), render(view())];
    jest.useRealTimers();
    expect(late).toEqual([early, early, early]);
    expect(render(view({ entries: [] }))).toBe(render(view({ entries: [] })));
  });

  test('does not change its input', () => {
    const given = view();
    render(given);
    expect(given).toEqual(view());
  });
});

test('one article in feeds of different sites and settings is rendered for each', () => {
  const article = publishedArticle();
  const full = feedView({ entries: [article] });
  const summary = feedView({ entries: [article], site: site({ feedContent: 'summary' }) });
  const moved = feedView({ entries: [article], siteUrl: 'https://other.example/' });
  for (const render of [renderRss, renderAtom, renderFeedJson]) {
    const [a, b, c] = [render(full), render(summary), render(moved)];
    expect(a).toContain('back at the pier');
    expect(b).not.toContain('back at the pier');
    expect(c).toContain('https://other.example/');
    expect(render(full)).toBe(a);
  }
  expect(renderRss(moved)).toContain('domain="https://other.example/tags/"');

  const late = publishedArticle({ published: '2026-03-14T23:30:00.000Z' });
  const pageOf = (settings: object, address = siteUrl) =>
    renderFeedPage(feedView({ entries: [late], site: site(settings), siteUrl: address }));
  const page = pageOf({});
  expect(page).toContain('>March 14, 2026<');
  expect(pageOf({ timeZone: 'Europe/Berlin' })).toContain('>March 15, 2026<');
  expect(pageOf({ language: 'ar' })).toMatch(/<article[^>]* lang="en" dir="ltr"/);
  expect(pageOf({}, 'https://other.example/')).toContain(`<a href="${late.url}">`);
  expect(pageOf({})).toBe(page);
});

test('the date of a feed is that of its newest change', () => {
  const entries = [
    publishedArticle({ slug: 'new', published: '2026-03-14T00:00:00.000Z' }),
    publishedArticle({
      slug: 'corrected',
      published: '2026-01-01T00:00:00.000Z',
      updated: '2026-03-20T00:00:00.000Z',
    }),
  ];
  expect(JSON.parse(renderFeedJson(feedView({ entries })))._dropwire.updated).toBe(
    '2026-03-20T00:00:00.000Z',
  );
  expect(renderRss(feedView({ entries }))).toContain(
    '<lastBuildDate>Fri, 20 Mar 2026 00:00:00 GMT</lastBuildDate>',
  );
});
