import type { PublishedArticle } from '../article/schema.ts';
import { archiveFolder, type FeedDocumentName, feedFolder } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';
import { siteAddress, webAddress } from './addresses.ts';
import type { FeedRef } from './feed-id.ts';
import { languageName } from './language-name.ts';
import { cleanLine } from './plain-text.ts';

/** The feeds that the front page and the OPML list, each in the order in which they are shown. */
export interface FeedDirectory {
  sections: FeedRef[];
  tags: FeedRef[];
  authors: FeedRef[];
  languages: FeedRef[];
}

/** An article that left: what a tombstone says. */
export interface Withdrawal {
  /** The article's id, a bare UUID. */
  id: string;
  /** The address that its page had. */
  url: string;
  /** When it left; UTC, ISO 8601. */
  at: string;
}

/**
 * All that a feed document is made from: one head, or one archive page. Rendering is a pure function of it.
 * Articles and their parts must not be changed afterwards: what was made of one is kept for the next rendering.
 */
export interface FeedView {
  site: SiteSettings;
  /** Absolute address of the site; ends with a slash. */
  siteUrl: string;
  feed: FeedRef;
  /** Name of the archive page; absent: the head. */
  page?: string;
  /** Newest first; a head ends with older articles that were corrected lately. */
  entries: PublishedArticle[];
  withdrawals: Withdrawal[];
  /** Names of the neighbouring archive pages: the older and the newer one. */
  previousArchive?: string;
  nextArchive?: string;
  /** Shown on the front page. */
  directory?: FeedDirectory;
}

/** The `updated` of a feed in which nothing ever happened: fixed, so that its bytes never change. */
const beginning = '1970-01-01T00:00:00.000Z';

/** When a feed last changed: the newest `updated` of its entries or withdrawal. Never the present time. */
export function feedUpdated(view: FeedView): string {
  let newest = beginning;
  for (const { updated } of view.entries) if (updated > newest) newest = updated;
  for (const { at } of view.withdrawals) if (at > newest) newest = at;
  return newest;
}

/** Title of a feed: the site's own, or what the feed is about followed by the site's. */
export function feedTitle(view: Pick<FeedView, 'site' | 'feed'>): string {
  const { site, feed } = view;
  return cleanLine(feed.feed === 'all' ? site.title : `${feedLabel(feed)} – ${site.title}`);
}

/** What a feed is about, in words: its label; for the feed of a language, what that language calls itself. */
export function feedLabel({ feed, label }: FeedRef): string {
  return cleanLine(feed.startsWith('languages/') ? languageName(label) : label);
}

/** Language of a feed: its own for the feed of a language, else the site's. BCP 47. */
export function feedLanguage(view: Pick<FeedView, 'site' | 'feed'>): string {
  return view.feed.feed.startsWith('languages/') ? view.feed.label : view.site.language;
}

/** Absolute address of a head's document, or of its folder (the page people read) when no name is given. */
export function headAddress(siteUrl: string, feed: string, name?: FeedDocumentName): string {
  return siteAddress(siteUrl, feedFolder(feed) + (name ?? ''));
}

/** Absolute address of an archive page's document, or of its folder. */
export function archiveAddress(siteUrl: string, feed: string, page: string, name?: FeedDocumentName): string {
  return siteAddress(siteUrl, archiveFolder(feed, page) + (name ?? ''));
}

/** Absolute address of the document itself (`self`, `feed_url`). */
export function ownAddress(view: FeedView, name?: FeedDocumentName): string {
  return view.page === undefined
    ? headAddress(view.siteUrl, view.feed.feed, name)
    : archiveAddress(view.siteUrl, view.feed.feed, view.page, name);
}

/** A link between the documents of one feed. */
export interface FeedLink {
  rel: 'self' | 'hub' | 'current' | 'prev-archive' | 'next-archive';
  href: string;
}

/** How a document is tied to its feed: itself, WebSub hubs, and the archive links of RFC 5005, section 4. */
export function feedLinks(view: FeedView, name: FeedDocumentName): FeedLink[] {
  const links: FeedLink[] = [{ rel: 'self', href: ownAddress(view, name) }];
  const archive = (page: string) => archiveAddress(view.siteUrl, view.feed.feed, page, name);
  if (view.page === undefined) for (const href of hubs(view.site)) links.push({ rel: 'hub', href });
  else links.push({ rel: 'current', href: headAddress(view.siteUrl, view.feed.feed, name) });
  if (view.previousArchive !== undefined) {
    links.push({ rel: 'prev-archive', href: archive(view.previousArchive) });
  }
  if (view.nextArchive !== undefined) links.push({ rel: 'next-archive', href: archive(view.nextArchive) });
  return links;
}

/** The WebSub hubs that can be reached. */
export function hubs(site: SiteSettings): string[] {
  return site.hubs.flatMap((hub) => webAddress(hub) ?? []);
}
