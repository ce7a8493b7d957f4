import { Feed } from 'feed';
import { usableAuthor } from './entry.ts';
import { type FeedView, feedLanguage, feedTitle, feedUpdated, headAddress, ownAddress } from './feed-view.ts';
import { cleanLine } from './plain-text.ts';

/** Names the software in feeds. */
export const generator = 'Dropwire';

/** The library takes `&amp;` in text for an ampersand that is escaped already; so it gets every ampersand like that. */
const libraryText = (text: string): string => text.replaceAll('&', '&amp;');

/** How long a reader may wait before it asks again, in minutes (RSS 2.0, `ttl`). */
const minutesToLive = 5;

/**
 * The frame of an RSS or Atom document, for the `feed` package: what the feed is. `itemWriter` has the library write
 * entries, `rewriteDocument` completes both.
 * One object a format, as each has addresses of its own.
 */
export function libraryFeed(view: FeedView, name: 'rss.xml' | 'atom.xml'): Feed {
  const { site, siteUrl, feed } = view;
  const title = feedTitle(view);
  const [author = { name: cleanLine(site.title) }] = site.author ? usableAuthor(site.author) : [];
  return new Feed({
    id: libraryText(headAddress(siteUrl, feed.feed)),
    title: libraryText(title),
    description: libraryText(feed.feed === 'all' ? cleanLine(site.description) || title : title),
    link: ownAddress(view),
    feed: ownAddress(view, name),
    language: feedLanguage(view),
    updated: new Date(feedUpdated(view)),
    generator: libraryText(generator),
    docs: 'https://www.rssboard.org/rss-specification',
    ttl: minutesToLive,
    author: { name: libraryText(author.name), link: author.url },
  });
}
