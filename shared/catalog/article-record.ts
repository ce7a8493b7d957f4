import { isUnlisted } from '../feeds/feed-id.ts';
import { isDeepStrictEqual } from '../node-util.ts';
import { articleFolder, feedFolder } from '../resources/object-keys.ts';
import { tombstoneDays } from '../resources/settings.ts';
import * as z from '../zod.ts';
import { datesOf, earliest } from './article-dates.ts';

const feedRefSchema = z.strictObject({ feed: z.string(), label: z.string() });

/** What one upload says of an article: enough to place it, without its body. */
export const claimSchema = z.strictObject({
  /** Name of the revision in the store. */
  revision: z.string(),
  /** Content hash; equal hashes mean nothing changed. */
  hash: z.string(),
  /** When the upload brought this content, ISO 8601 UTC. */
  lastModified: z.string(),
  /** As the document states it. */
  published: z.optional(z.string()),
  /** As the document states it. */
  updated: z.optional(z.string()),
  embargo: z.optional(z.string()),
  /** A draft, or a status other than usable. */
  withheld: z.boolean(),
  slug: z.string(),
  title: z.string(),
  feeds: z.array(feedRefSchema),
});
export type Claim = z.infer<typeof claimSchema>;

const placeSchema = z.strictObject({ feed: z.string(), published: z.string(), at: z.string() });
/** A place in a feed that an article has left at some time; publishers look there again. */
export type Place = z.infer<typeof placeSchema>;

const shownSchema = z.strictObject({
  /** The upload whose claim is shown. */
  key: z.string(),
  revision: z.string(),
  published: z.string(),
  updated: z.string(),
  feeds: z.array(feedRefSchema),
});

/** The catalog's record of one article: who claims it, where it lives, and what the site shows of it. */
export const articleRecordSchema = z.strictObject({
  id: z.uuid(),
  /** Counts the writes; every write is conditional on the one it read. */
  version: z.int(),
  /** By upload key; nearly always one. */
  claims: z.record(z.string(), claimSchema),
  /** Earliest upload of any of its keys, ISO 8601 UTC, whole seconds. */
  firstSeen: z.optional(z.string()),
  /** Its folder on the site; minted when first shown, never changed. */
  path: z.optional(z.string()),
  shown: z.optional(shownSchema),
  /** When it is to appear. */
  scheduledAt: z.optional(z.string()),
  /** It was shown and has been taken back. */
  withdrawn: z.optional(z.strictObject({ at: z.string(), feeds: z.array(z.string()) })),
  left: z.array(placeSchema),
  /** Revisions nobody claims any more; the publisher deletes them. */
  condemned: z.array(z.string()),
});
export type ArticleRecord = z.infer<typeof articleRecordSchema>;

/** A record without anything in it, as it is before the first claim. */
export const emptyRecord = (id: string): ArticleRecord => ({
  id,
  version: 0,
  claims: {},
  left: [],
  condemned: [],
});

/** What happened to one upload, as far as one article is concerned. */
export interface ClaimChange {
  key: string;
  /** Absent: the upload no longer claims the article. */
  claim: Claim | undefined;
  /** When the change happened, ISO 8601 UTC: the upload's LastModified, or the time of its deletion. */
  at: string;
  /** Earliest time known of this upload, ISO 8601 UTC. */
  firstSeen: string | undefined;
}

/**
 * The name under which a revision is stored: its content hash and the version of the record that it was made for.
 * No name is ever used twice: a publisher may be deleting an old one at any moment.
 */
export function revisionName(record: ArticleRecord, hash: string): string {
  return `${hash}.${record.version}`;
}

/** The record after a change of one upload's claim; the caller then settles it. Equal content keeps the claim as it was. */
export function applyClaim(record: ArticleRecord, change: ClaimChange): ArticleRecord {
  const { [change.key]: previous, ...others } = record.claims;
  const unchanged = previous && change.claim && previous.hash === change.claim.hash;
  const claim = unchanged ? previous : change.claim;
  const claims = claim ? { ...others, [change.key]: claim } : others;
  return { ...record, claims, firstSeen: earliest(record.firstSeen, change.firstSeen) };
}

/**
 * Decides what the site shows of an article, from its claims and the time alone.
 * @param before the record as it is stored, for what it showed until now
 * @param changed the record with its claims changed
 * @param now the time, ISO 8601 UTC: nothing due later is shown
 * @param at when a withdrawal, if this is one, happened
 */
export function settle(
  before: ArticleRecord,
  changed: ArticleRecord,
  now: string,
  at: string,
): ArticleRecord {
  const winner = leadingClaim(changed.claims);
  const next: ArticleRecord = { ...changed };
  delete next.shown;
  delete next.scheduledAt;
  if (winner && !winner.claim.withheld) {
    const dates = datesOf(winner.claim, changed.firstSeen ?? winner.claim.lastModified);
    if (dates.due !== undefined && dates.due > now) next.scheduledAt = dates.due;
    else {
      const { key, claim } = winner;
      const { published, updated } = dates;
      next.shown = { key, revision: claim.revision, published, updated, feeds: claim.feeds };
      // What stands in an unlisted feed only, stands below its folder.
      const below = claim.feeds.every(({ feed }) => isUnlisted(feed))
        ? feedFolder(claim.feeds[0]?.feed ?? 'all')
        : '';
      next.path ??= below + articleFolder(published, claim.slug, next.id);
    }
  }
  if (next.shown) delete next.withdrawn;
  else if (before.shown) next.withdrawn = { at, feeds: before.shown.feeds.map(({ feed }) => feed) };
  next.left = placesLeft(before, next, now);
  next.condemned = condemnedRevisions(before, next);
  return next;
}

/** Of several uploads that state the same id, the newest speaks for the article; ties go to the smaller key. */
function leadingClaim(claims: ArticleRecord['claims']): { key: string; claim: Claim } | undefined {
  const rank = (claim: Claim) => claim.updated ?? claim.lastModified;
  const ordered = Object.entries(claims).sort(
    ([keyA, a], [keyB, b]) => compare(rank(b), rank(a)) || compare(keyA, keyB),
  );
  const [first] = ordered;
  return first && { key: first[0], claim: first[1] };
}

/** Whether two states of a record differ in what matters; old places that were forgotten don't. */
export function differs(before: ArticleRecord, after: ArticleRecord): boolean {
  return !isDeepStrictEqual(comparable(before), comparable(after));
}

function comparable(record: ArticleRecord): unknown {
  return JSON.parse(JSON.stringify({ ...record, left: [] }));
}

/** Places the article has left, kept while a message that doesn't know of them may still be on its way. */
function placesLeft(before: ArticleRecord, next: ArticleRecord, now: string): Place[] {
  const oldest = new Date(Date.parse(now) - tombstoneDays * 86_400_000).toISOString();
  const current = new Set(placesShown(next).map(placeName));
  const leaving = placesShown(before).map((place) => ({ ...place, at: now }));
  const all = [...leaving, ...before.left].filter(
    (place) => place.at > oldest && !current.has(placeName(place)),
  );
  return [...new Map(all.reverse().map((place) => [placeName(place), place])).values()].reverse();
}

/** Where the article stands now: one place in each of its feeds. */
export function placesShown(record: ArticleRecord): Omit<Place, 'at'>[] {
  const { shown } = record;
  return shown ? shown.feeds.map(({ feed }) => ({ feed, published: shown.published })) : [];
}

function placeName(place: Omit<Place, 'at'>): string {
  return `${place.feed} ${place.published}`;
}

function condemnedRevisions(before: ArticleRecord, next: ArticleRecord): string[] {
  const claimed = new Set(Object.values(next.claims).map((claim) => claim.revision));
  const dropped = Object.values(before.claims)
    .map((claim) => claim.revision)
    .filter((revision) => !claimed.has(revision));
  return [...new Set([...before.condemned, ...dropped])];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
