/**
 * The catalog's keys: one table, `pk` and `sk`, strongly consistent reads of the base table only.
 *
 * | access pattern                                    | operation                                          |
 * | ------------------------------------------------- | -------------------------------------------------- |
 * | what became of an upload                          | Get `UPLOAD#<key>` / `UPLOAD`                      |
 * | an article's record (claims, address, what is live) | Get `ARTICLE#<id>` / `ARTICLE`                   |
 * | newest entries, corrections, withdrawals of a feed | Query `FEED#<feed>#<yyyy-mm>` descending          |
 * | entries around one time, for an archive page      | Query the same, from a bound, either way           |
 * | months of a feed that may hold something          | Query `FEED#<feed>` / begins_with `MONTH#`         |
 * | every feed there is                               | Query `FEEDS`                                      |
 * | uploads that show a media upload                  | Query `MEDIA#<key>`                                |
 * | articles whose time has come                      | Query `SCHEDULE` / up to now                       |
 * | the next feeds after one, for reconciling          | Query `FEEDS` / from a bound                       |
 * | how far reconciling has come                      | Get `RECONCILE` / `CURSOR`                         |
 * | how far each WebSub hub has been told              | Get `RECONCILE` / `HUBS`                           |
 * | an article's record and what the change log lacks  | Query `ARTICLE#<id>` descending                    |
 * | how far the change log is sealed                   | Get `CHANGES` / `SEALED`                           |
 * | private feeds, all or one                          | Query `PRIVATE`; Get `PRIVATE` / token             |
 * | uploads or articles by their keys                 | BatchGet of their keys                             |
 *
 * A feed's month is one timeline. An entry stands at its publication date, a correction at the time of the update
 * and a withdrawal at its own time, so one descending query sees everything that a head must show.
 * Month partitions keep the write rate of any one partition bounded.
 */

/** The two key attributes of an item. */
export interface TableKey {
  pk: string;
  sk: string;
}

/** Attribute holding the expiry time of an item, in seconds since the epoch (DynamoDB TTL). */
export const timeToLiveAttribute = 'expires';

/** What stands at one place of a feed's timeline: `E`ntry, corre`C`tion, `W`ithdrawal. */
export type TimelineKind = 'E' | 'C' | 'W';

export const uploadKey = (key: string): TableKey => ({ pk: `UPLOAD#${key}`, sk: 'UPLOAD' });

export const articleKey = (id: string): TableKey => ({ pk: `ARTICLE#${id}`, sk: 'ARTICLE' });

/** A change that the change log may not hold yet, beside its article. @param version of the record that made it */
export const pendingChangeKey = (id: string, version: number): TableKey => ({
  pk: articleKey(id).pk,
  sk: `CHANGE#${String(version).padStart(12, '0')}`,
});

export const sealedChangesKey: TableKey = { pk: 'CHANGES', sk: 'SEALED' };

/** Partition of a feed's month. @param time ISO 8601 instant in UTC; its first seven characters are the month. */
export const timelinePartition = (feed: string, time: string): string => `FEED#${feed}#${time.slice(0, 7)}`;

export const timelineSortKey = (time: string, kind: TimelineKind, id: string): string =>
  `${time}#${kind}#${id}`;

export const timelineKey = (feed: string, time: string, kind: TimelineKind, id: string): TableKey => ({
  pk: timelinePartition(feed, time),
  sk: timelineSortKey(time, kind, id),
});

export const monthPrefix = 'MONTH#';
export const monthsPartition = (feed: string): string => `FEED#${feed}`;
export const monthKey = (feed: string, month: string): TableKey => ({
  pk: monthsPartition(feed),
  sk: `${monthPrefix}${month}`,
});

export const feedsPartition = 'FEEDS';
export const feedKey = (feed: string): TableKey => ({ pk: feedsPartition, sk: feed });

export const mediaReferencesPartition = (key: string): string => `MEDIA#${key}`;
export const mediaReferenceKey = (key: string, referrer: string): TableKey => ({
  pk: mediaReferencesPartition(key),
  sk: `REFERRER#${referrer}`,
});

export const schedulePartition = 'SCHEDULE';
export const scheduleKey = (publishAt: string, id: string): TableKey => ({
  pk: schedulePartition,
  sk: `${publishAt}#${id}`,
});

export const privateFeedsPartition = 'PRIVATE';
export const privateFeedKey = (token: string): TableKey => ({ pk: privateFeedsPartition, sk: token });

export const reconcileCursorKey: TableKey = { pk: 'RECONCILE', sk: 'CURSOR' };
export const hubCursorsKey: TableKey = { pk: 'RECONCILE', sk: 'HUBS' };
