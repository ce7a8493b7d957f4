import { v5 as uuidv5 } from 'uuid';
import type { PublishedArticle } from '../../shared/article/schema.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import type { FeedView } from '../../shared/feeds/feed-view.ts';
import { articleFolder } from '../../shared/resources/object-keys.ts';
import { parseSiteSettings, type SiteSettings } from '../../shared/site-settings.ts';

export const siteUrl = 'https://news.example/';

export const site = (settings: Partial<SiteSettings> = {}): SiteSettings =>
  parseSiteSettings({ title: 'The Harbour Post', description: 'What comes in with the tide.', ...settings });

/** An article as it stands on the site, with an id made from its slug. */
export function publishedArticle(
  fields: Partial<PublishedArticle> = {},
  address: string = siteUrl,
): PublishedArticle {
  const slug = fields.slug ?? 'ferry-returns';
  const id = fields.id ?? uuidv5(slug, uuidv5.URL);
  const published = fields.published ?? '2026-03-14T08:30:00.000Z';
  return {
    id,
    slug,
    title: 'The ferry returns',
    summary: 'After nine weeks in dock the ferry runs again.',
    authors: [{ name: 'Mara Lindqvist' }],
    section: 'Harbour',
    tags: ['ferries', 'winter'],
    language: 'en',
    direction: 'ltr',
    draft: false,
    status: 'usable',
    media: [],
    content: {
      html: '<p>The ferry is back at the pier.</p>',
      markdown: 'The ferry is back at the pier.',
      text: 'The ferry is back at the pier.',
    },
    wordCount: 7,
    readingMinutes: 1,
    source: { key: `harbour/${slug}.md`, format: 'markdown', bytes: 120 },
    provenance: {},
    url: siteAddress(address, articleFolder(published, slug, id)),
    published,
    updated: published,
    ...fields,
  };
}

/** A view of the feed of everything. */
export function feedView(fields: Partial<FeedView> = {}): FeedView {
  return {
    site: site(),
    siteUrl,
    feed: { feed: 'all', label: '' },
    entries: [publishedArticle()],
    withdrawals: [],
    ...fields,
  };
}
