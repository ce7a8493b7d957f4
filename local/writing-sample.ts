import { createHash } from 'node:crypto';
import type { PublishedArticle } from '../shared/article/schema.ts';
import { renderAtom } from '../shared/feeds/atom.ts';
import type { FeedView } from '../shared/feeds/feed-view.ts';
import { renderFeedJson } from '../shared/feeds/json-feed.ts';
import { renderRss } from '../shared/feeds/rss.ts';
import { renderArticleJson, renderArticleMarkdown } from '../shared/site/article-documents.ts';
import { renderArticlePage } from '../shared/site/article-page.ts';
import { renderFeedPage } from '../shared/site/feed-page.ts';
import type { SiteSettings } from '../shared/site-settings.ts';

const instant = '2026-01-31T08:00:00.000Z';

/** An article with something for every part of a page. */
const sampleOf = (siteUrl: string): PublishedArticle => ({
  id: '7e1c6b52-3d0f-5a64-9d0b-2f6f1b1f4a10',
  slug: 'sample',
  title: 'Sample',
  summary: 'What it says.',
  authors: [{ name: 'Nobody' }],
  section: 'Section',
  tags: ['tag'],
  language: 'en',
  direction: 'ltr',
  published: instant,
  updated: instant,
  draft: false,
  status: 'usable',
  image: { url: `${siteUrl}media/sample.png`, kind: 'image', width: 3, height: 2 },
  media: [],
  content: {
    html: '<p>Text</p><table><tbody><tr><td>1</td></tr></tbody></table>',
    markdown: 'Text',
    text: 'Text',
  },
  wordCount: 1,
  readingMinutes: 1,
  source: { key: 'section/sample.md', format: 'markdown', bytes: 4 },
  provenance: {},
  url: `${siteUrl}articles/2026/01/sample/`,
});

/**
 * Tells one way of writing documents from another: settings, theme, templates, address or version of this software.
 * When it differs from that of the last run, what is published was written in another way than what comes next.
 * @returns a hash of sample documents
 */
export function writingSample(site: SiteSettings, siteUrl: string): string {
  const article = sampleOf(siteUrl);
  const view: FeedView = {
    site,
    siteUrl,
    feed: { feed: 'all', label: '' },
    entries: [article],
    withdrawals: [],
    directory: { sections: [], tags: [{ feed: 'tags/tag', label: 'tag' }], authors: [], languages: [] },
  };
  const documents = [
    renderArticlePage(article, site, siteUrl),
    renderArticleJson(article),
    renderArticleMarkdown(article),
    renderFeedPage(view),
    renderFeedJson(view),
    renderRss(view),
    renderAtom(view),
    String(site.feedSize),
    site.formats.join(),
  ];
  return createHash('sha256').update(documents.join('\0')).digest('base64url');
}
