import type { PublishedArticle } from '../../shared/article/schema.ts';
import { isFeed } from '../../shared/catalog/feed-directory.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { type FeedRef, feedsOf } from '../../shared/feeds/feed-id.ts';
import type { FeedDirectory } from '../../shared/feeds/feed-view.ts';
import { type Head, readHead } from '../../shared/feeds/head.ts';
import { feedDocuments, feedFolder } from '../../shared/resources/object-keys.ts';
import { type PublishDependencies, timelineOf } from './dependencies.ts';
import { feedRefOf, loadEntries, noFeedDocuments, renderFeedDocuments } from './feed-documents.ts';
import type { FeedGroup } from './feed-group.ts';

/** A head, and whether there is such a feed at all. */
export interface FeedHead extends Head {
  exists: boolean;
}

/**
 * The head of a feed: the documents people subscribe to. It stays, empty, when its last article has left; a feed that
 * never had one has none.
 */
export function headGroup(deps: PublishDependencies, feed: string): FeedGroup<FeedHead> {
  const { site, siteUrl } = deps.config;
  return {
    name: `feed ${feed}`,
    keys: feedDocuments.map((name) => feedFolder(feed) + name),
    async read(timeline = timelineOf(deps, feed)) {
      const head = await readHead(timeline, site.feedSize, deps.clock.now());
      const holds = head.entries.length > 0 || head.withdrawals.length > 0 || feed === 'all';
      return { ...head, exists: holds || (await isFeed(deps.dynamodb, deps.config.catalogTable, feed)) };
    },
    fingerprint: ({ entries, withdrawals, previousArchive, exists }) =>
      JSON.stringify([entries, withdrawals, previousArchive, exists]),
    isAnnounced: () => true,
    async render(head) {
      if (!head.exists) return noFeedDocuments(feedFolder(feed));
      const entries = await loadEntries(deps, head.entries);
      const view = {
        site,
        siteUrl,
        feed: feedRefOf(feed, head.entries),
        entries,
        withdrawals: head.withdrawals.map(({ id, path, time }) => ({
          id,
          url: siteAddress(siteUrl, path),
          at: time,
        })),
        previousArchive: head.previousArchive,
        directory: feed === 'all' ? directoryOf(entries) : undefined,
      };
      return renderFeedDocuments(view, feedFolder(feed));
    },
  };
}

/** The feeds that the front page offers: those of the articles it shows. */
function directoryOf(entries: PublishedArticle[]): FeedDirectory {
  const refs = new Map<string, FeedRef>();
  for (const ref of entries.flatMap(feedsOf)) if (!refs.has(ref.feed)) refs.set(ref.feed, ref);
  const kind = (name: string) =>
    [...refs.values()]
      .filter(({ feed }) => feed.startsWith(`${name}/`))
      .sort((a, b) => (a.feed < b.feed ? -1 : 1));
  return {
    sections: kind('sections'),
    tags: kind('tags'),
    authors: kind('authors'),
    languages: kind('languages'),
  };
}
