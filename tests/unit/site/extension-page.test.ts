import { expect, test } from '@jest/globals';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { extensionFolder } from '../../../shared/resources/object-keys.ts';
import { renderExtensionPage } from '../../../shared/site/extension-page.ts';
import { feedView, publishedArticle, site } from '../../helpers/published-article.ts';

test('the page describes every member of the extension that feeds carry', () => {
  const page = renderExtensionPage(site(), 'https://news.example/');
  const article = publishedArticle({ section: 'News', canonicalUrl: 'https://elsewhere.example/a' });
  const view = feedView({
    entries: [article],
    page: '2026-05',
    previousArchive: '2026-04',
    nextArchive: '2026-06',
  });
  const feed = JSON.parse(renderFeedJson(view));
  const members = [...Object.keys(feed._dropwire), ...Object.keys(feed.items[0]._dropwire)];
  expect(members).toContain('withdrawn');
  expect(
    members.filter((name) => name !== 'about' && !page.includes(`<dt><code>${name}</code></dt>`)),
  ).toEqual([]);
  expect(new URL(feed._dropwire.about).pathname).toBe(`/${extensionFolder}`);
});
