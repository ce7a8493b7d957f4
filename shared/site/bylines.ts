import type { PublishedArticle } from '../article/schema.ts';
import { pathOnSite } from '../feeds/addresses.ts';
import type { FeedEntry } from '../feeds/entry.ts';
import { feedsOf } from '../feeds/feed-id.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { type Html, html } from './html.ts';

/** The feeds of one kind that an article belongs to. */
export function feedsOfKind(article: PublishedArticle, kind: 'sections' | 'tags' | 'authors') {
  return feedsOf(article).filter(({ feed }) => feed.startsWith(`${kind}/`));
}

/** The section over a title, linked to its feed. */
export function kicker(article: PublishedArticle, siteUrl: string): Html[] {
  return feedsOfKind(article, 'sections').map(
    ({ feed, label }) =>
      html`<p class="kicker"><a href="${pathOnSite(headAddress(siteUrl, feed), siteUrl)}"><bdi>${cleanLine(label)}</bdi></a></p>\n`,
  );
}

/** Names of the authors, each linked to the feed of what they wrote, where there is one. */
export function authorNames(article: PublishedArticle, entry: FeedEntry, siteUrl: string): Html[] {
  const feeds = new Map(feedsOfKind(article, 'authors').map(({ feed, label }) => [cleanLine(label), feed]));
  return entry.authors.map(({ name }, index) => {
    const feed = feeds.get(name);
    const comma = index === 0 ? '' : ', ';
    const shown = html`<bdi>${name}</bdi>`;
    return feed === undefined
      ? html`${comma}${shown}`
      : html`${comma}<a rel="author" href="${pathOnSite(headAddress(siteUrl, feed), siteUrl)}">${shown}</a>`;
  });
}
