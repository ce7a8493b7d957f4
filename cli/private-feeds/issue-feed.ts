import { randomBytes } from 'node:crypto';
import { isFeed } from '../../shared/catalog/feed-directory.ts';
import {
  markRevoked,
  type PrivateFeed,
  privateFeedOf,
  putPrivateFeed,
  readPrivateFeeds,
} from '../../shared/catalog/private-feeds.ts';
import { UsageError } from '../../shared/errors.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { announceFeeds } from '../../shared/publish-messages.ts';
import { feedFolder } from '../../shared/resources/object-keys.ts';
import type { Stack } from '../stack/stack.ts';

/** A private feed as people may see it listed: without what opens it. */
export type ListedFeed = Pick<PrivateFeed, 'name' | 'feed' | 'issued'>;

/** A private feed that was just issued. */
export interface IssuedFeed extends ListedFeed {
  /** Of the page and of each format that there may be. */
  addresses: string[];
}

/** Bytes of a token: as many as nobody can try. */
const tokenBytes = 32;
const formats = ['', 'feed.json', 'rss.xml', 'atom.xml'];

/**
 * Issues a feed for one reader. The publisher writes its documents within seconds.
 * @param feed as in its address: `all`, `tags/ferries`
 * @throws UsageError `feed-unknown`, `feed-already-issued`
 */
export async function issueFeed(stack: Stack, name: string, feed: string, now: Date): Promise<IssuedFeed> {
  const { clients, catalogTable } = stack;
  if (feed !== 'all' && !(await isFeed(clients.dynamodb, catalogTable, feed))) {
    throw new UsageError(
      'feed-unknown',
      `There is no feed ${feed}. Name it as in its address, such as tags/ferries.`,
    );
  }
  const others = await readPrivateFeeds(clients.dynamodb, catalogTable);
  if (others.some((other) => other.name === name && other.feed === feed && isIssued(other))) {
    throw new UsageError(
      'feed-already-issued',
      `${name} has an address of ${feed}. To give out another, revoke it first: dropwire feeds revoke "${name}"`,
    );
  }
  const token = randomBytes(tokenBytes).toString('base64url');
  const issued = now.toISOString();
  await putPrivateFeed(clients.dynamodb, catalogTable, { token, name, feed, issued });
  await tellPublisher(stack, [token]);
  const folder = feedFolder(privateFeedOf(token));
  return {
    name,
    feed,
    issued,
    addresses: formats.map((document) => siteAddress(stack.siteUrl, folder + document)),
  };
}

/**
 * Revokes every feed of a reader: first in the catalog, so that nothing is written any more, then the publisher removes the
 * documents and the CDN's copies. Whoever was cut off in between repeats it: feeds that are marked already are told of again.
 * @returns the feeds that the reader had, also those revoked in the last weeks
 * @throws UsageError `feed-not-issued`
 */
export async function revokeFeeds(stack: Stack, name: string, now: Date): Promise<ListedFeed[]> {
  const { clients, catalogTable } = stack;
  const issued = await readPrivateFeeds(clients.dynamodb, catalogTable);
  const its = issued.filter((feed) => feed.name === name);
  if (its.length === 0) {
    throw new UsageError(
      'feed-not-issued',
      `${name} has no private feed; dropwire feeds list names those who do.`,
    );
  }
  for (const feed of its.filter(isIssued)) await markRevoked(clients.dynamodb, catalogTable, feed, now);
  await tellPublisher(
    stack,
    its.map(({ token }) => token),
  );
  return its.map(listed);
}

/** Private feeds, by reader. */
export async function listFeeds(stack: Stack): Promise<ListedFeed[]> {
  const feeds = await readPrivateFeeds(stack.clients.dynamodb, stack.catalogTable);
  return feeds
    .filter(isIssued)
    .map(listed)
    .sort((a, b) => (`${a.name} ${a.feed}` < `${b.name} ${b.feed}` ? -1 : 1));
}

async function tellPublisher({ clients, queues }: Stack, tokens: string[]): Promise<void> {
  await announceFeeds(clients.sqs, queues.publish.url, tokens.map(privateFeedOf));
}

const isIssued = ({ revoked }: PrivateFeed): boolean => revoked === undefined;

const listed = ({ name, feed, issued }: PrivateFeed): ListedFeed => ({ name, feed, issued });
