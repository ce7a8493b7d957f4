import type { PublishedArticle } from '../article/schema.ts';
import type { FeedEntry } from '../feeds/entry.ts';
import type { FeedView } from '../feeds/feed-view.ts';
import type { SiteSettings } from '../site-settings.ts';
import type { Html } from './html.ts';
import type { Page } from './layout.ts';
import type { Phrases } from './phrases.ts';

/** The articles before and after one in the feed of everything. */
export interface NeighbourArticles {
  older?: PublishedArticle | undefined;
  newer?: PublishedArticle | undefined;
}

/** All that the main part of an article's page is made from. */
export interface ArticleView {
  article: PublishedArticle;
  /** The article cleaned for pages and feeds: plain texts, absolute addresses. */
  entry: FeedEntry;
  neighbours: NeighbourArticles;
  site: SiteSettings;
  /** Absolute; ends with a slash. */
  siteUrl: string;
  phrases: Phrases;
}

/**
 * What a site may put in place of the built-in templates, in `templates/index.ts`. Each gets what the built-in one would
 * get, and that one itself (`usual`), to add to what it makes. They must be pure: the same input, the same bytes, or
 * readers lose their 304s and publishing never comes to rest.
 *
 * The strict check holds for them too: no scripts, one `main`, and each entry in an element with `data-entry`.
 */
export interface Templates {
  /** CSS that comes after all other rules. */
  style?: string;
  /** A whole page, from the document type on. */
  page?: (page: Page, usual: (page: Page) => string) => string;
  /** The main part of an article's page. */
  article?: (view: ArticleView, usual: (view: ArticleView) => Html) => Html;
  /** The main part of a feed's page: a head or an archive page. */
  feed?: (view: FeedView, usual: (view: FeedView) => Html) => Html;
}
