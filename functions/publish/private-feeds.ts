import {
  type PrivateFeed,
  privateFeedOf,
  readPrivateFeed,
  readPrivateFeeds,
  tokenOf,
} from '../../shared/catalog/private-feeds.ts';
import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { readHead } from '../../shared/feeds/head.ts';
import { feedDocuments, feedFolder } from '../../shared/resources/object-keys.ts';
import { bringUpToDate, type DocumentGroup } from './bring-up-to-date.ts';
import { type PublishDependencies, timelineOf } from './dependencies.ts';
import { feedRefOf, loadEntries, noFeedDocuments, renderFeedDocuments } from './feed-documents.ts';

/** What a private feed is made from; undefined when it was never issued, or has been revoked. */
type PrivateHead =
  | { issued: PrivateFeed; entries: TimelinePoint[]; withdrawals: TimelinePoint[] }
  | undefined;

/**
 * The documents of a feed for one reader: the newest entries of the feed that it shows, in full, whatever public feeds
 * carry. Whether it is still issued is read with its entries, before the first write and after each: a publisher that is
 * overtaken by a revocation finds out, and takes back what it wrote.
 */
export function privateGroup(deps: PublishDependencies, token: string): DocumentGroup<PrivateHead> {
  const { site, siteUrl, catalogTable } = deps.config;
  const feed = privateFeedOf(token);
  const folder = feedFolder(feed);
  return {
    // Whoever reads the log must not be able to read the feed.
    name: 'a private feed',
    keys: feedDocuments.map((name) => folder + name),
    async read() {
      const issued = await readPrivateFeed(deps.dynamodb, catalogTable, token);
      if (!issued) return undefined;
      const timeline = timelineOf(deps, issued.feed);
      const { entries, withdrawals } = await readHead(timeline, site.feedSize, deps.clock.now());
      return { issued, entries, withdrawals };
    },
    fingerprint: (head) => JSON.stringify(head ?? null),
    isAnnounced: () => true,
    async render(head) {
      if (!head) return noFeedDocuments(folder);
      const { issued, entries, withdrawals } = head;
      const label = issued.feed === 'all' ? issued.name : feedRefOf(issued.feed, entries).label;
      const view = {
        // A hub would have to be told the address.
        site: { ...site, feedContent: 'full' as const, hubs: [] },
        siteUrl,
        feed: { feed, label },
        entries: await loadEntries(deps, entries),
        withdrawals: withdrawals.map(({ id, path, time }) => ({
          id,
          url: siteAddress(siteUrl, path),
          at: time,
        })),
      };
      return renderFeedDocuments(view, folder);
    },
  };
}

/**
 * Brings private feeds up to date: those that show a feed that was touched, and those that were named.
 * @param named feeds of a message; private ones among them may have been issued or revoked
 * @param touched feeds whose documents have been looked at
 * @param failed is told of the feed, by the name under which it was given
 */
export async function publishPrivateFeeds(
  deps: PublishDependencies,
  named: readonly string[],
  touched: ReadonlySet<string>,
  failed: (feed: string, error: unknown) => void,
): Promise<void> {
  const { dynamodb, config } = deps;
  let issued: PrivateFeed[];
  try {
    const feeds = await readPrivateFeeds(dynamodb, config.catalogTable);
    issued = feeds.filter(({ revoked }) => revoked === undefined);
  } catch (error) {
    for (const feed of [...named, ...touched]) failed(feed, error);
    return;
  }
  const work = new Map<string, string>();
  for (const { token, feed } of issued) if (touched.has(feed)) work.set(token, feed);
  for (const feed of named) {
    const token = tokenOf(feed);
    if (token !== undefined) work.set(token, feed);
  }
  const current = new Set(issued.map(({ token }) => token));
  for (const [token, subject] of work) {
    try {
      await bringUpToDate(deps.site, deps.clock, privateGroup(deps, token));
      if (!current.has(token)) await dropCopies(deps, token);
    } catch (error) {
      failed(subject, error);
    }
  }
}

/** The CDN keeps private documents for a second at most; a revocation doesn't wait even for that. */
async function dropCopies({ cdn, clock }: PublishDependencies, token: string): Promise<void> {
  await cdn?.invalidate([`/${feedFolder(privateFeedOf(token))}*`], `${clock.now()}-revoked`);
}
