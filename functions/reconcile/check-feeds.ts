import { feedsAfter } from '../../shared/catalog/feed-directory.ts';
import type { Stretch } from '../../shared/feeds/archive-cuts.ts';
import type { PageStart } from '../../shared/feeds/archive-page.ts';
import { stretchesBack } from '../../shared/feeds/stretches.ts';
import type { PublishHint } from '../../shared/publish-message-schema.ts';
import type { Position } from './cursor.ts';
import { type DriftDependencies, timelineOf } from './dependencies.ts';
import type { Slice } from './slice.ts';

type FeedsPosition = Extract<Position, { phase: 'feeds' }>;

/** Has the publisher check the heads and archive pages of the next feeds, in the order of their names. */
export async function checkFeeds(deps: DriftDependencies, position: FeedsPosition): Promise<Slice> {
  const { dynamodb, config, pace } = deps;
  const hints: PublishHint[] = [];
  const slice = (next: Position): Slice => ({ hints, orphans: 0, unknown: 0, next });
  let entriesLeft = pace.entriesPerRun;
  for await (const { feed, after } of feedsToCheck()) {
    const part = await pagesOf(deps, feed, after, entriesLeft);
    hints.push({ feeds: [feed], pages: part.starts.map((start) => ({ feed, start })) });
    entriesLeft -= part.entries + Math.min(part.entries, config.site.feedSize);
    if (part.after !== undefined) return slice({ phase: 'feeds', feed, after: part.after });
    if (entriesLeft <= 0 || hints.length >= pace.feedsPerRun) return slice({ phase: 'feeds', feed });
  }
  return slice({ phase: 'site' });

  async function* feedsToCheck(): AsyncGenerator<{ feed: string; after?: string }> {
    const { feed, after } = position;
    if (feed !== undefined && after !== undefined) yield { feed, after };
    for await (const next of feedsAfter(dynamodb, config.catalogTable, feed, pace.feedsPerRun)) {
      yield { feed: next.feed };
    }
  }
}

/** Some archive pages of a feed, newest first. */
interface Pages {
  starts: PageStart[];
  /** Entries in them. */
  entries: number;
  /** Sort key of the oldest of these; absent when nothing is older. */
  after?: string;
}

/** Reads which archive pages a feed may have, until they hold so many entries; at least one. */
async function pagesOf(
  deps: DriftDependencies,
  feed: string,
  after: string | undefined,
  mostEntries: number,
): Promise<Pages> {
  const from = after === undefined ? { month: '9999-12' } : { month: after.slice(0, 7), sortKey: after };
  const starts: PageStart[] = [];
  let entries = 0;
  for await (const stretch of stretchesBack(timelineOf(deps, feed).back(from), after === undefined)) {
    starts.push(startOf(stretch));
    entries += stretch.entries.length;
    if (entries >= mostEntries) return { starts, entries, after: stretch.entries.at(-1)?.sk };
  }
  return { starts, entries };
}

function startOf({ name, entries }: Stretch): PageStart {
  const start = entries.at(-1);
  const month = name.slice(0, 7);
  return start && name !== month ? { id: start.id, published: start.published } : { month };
}
