import { pathOnSite } from '../feeds/addresses.ts';
import { type FeedRef, feedsOf } from '../feeds/feed-id.ts';
import { type FeedView, feedLabel, headAddress } from '../feeds/feed-view.ts';
import { attributes, type Html, html } from './html.ts';
import type { Phrases } from './phrases.ts';

export const feedKinds = ['sections', 'tags', 'authors', 'languages'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** Feeds of one kind that a page lists; the OPML names them all. */
const listedFeeds = 24;

/** Links to the sections, in one line. */
export const sectionList = (view: FeedView, phrases: Phrases, chrome: Html): Html | undefined =>
  list(view, 'sections', phrases, chrome, 'choice');

/** Links to the feeds of tags, authors and languages, each kind under its heading. */
export function directory(view: FeedView, phrases: Phrases, chrome: Html): Html | undefined {
  const lists = (['tags', 'authors', 'languages'] as const).map((kind) => list(view, kind, phrases, chrome));
  return view.directory && html`<div class="directory">\n${lists}</div>`;
}

/** Links to the feeds of one kind. With a class of its own, the list stands alone and shows no heading. */
function list(
  view: FeedView,
  kind: FeedKind,
  phrases: Phrases,
  chrome: Html,
  className?: string,
): Html | undefined {
  const feeds = mostUsed(view.directory?.[kind] ?? [], view);
  if (feeds.length === 0) return undefined;
  const links = feeds.map(
    (feed) =>
      html`<li><a href="${pathOnSite(headAddress(view.siteUrl, feed.feed), view.siteUrl)}"><bdi>${feedLabel(feed)}</bdi></a></li>`,
  );
  const heading = !className && html`<h2>${phrases[kind]}</h2>`;
  const names = attributes({ class: className, 'aria-label': phrases[kind] });
  return html`<nav${names}${chrome}>${heading}<ul>${links}</ul></nav>\n`;
}

/** Of too many feeds those that most entries of the page belong to, in the order in which they came. */
function mostUsed(feeds: FeedRef[], { entries }: FeedView): FeedRef[] {
  if (feeds.length <= listedFeeds) return feeds;
  const uses = new Map<string, number>();
  for (const { feed } of entries.flatMap(feedsOf)) uses.set(feed, (uses.get(feed) ?? 0) + 1);
  const kept = new Set(
    feeds.toSorted((a, b) => (uses.get(b.feed) ?? 0) - (uses.get(a.feed) ?? 0)).slice(0, listedFeeds),
  );
  return feeds.filter((feed) => kept.has(feed));
}
