import { announceFeeds, announceHints } from '../../shared/publish-messages.ts';
import { checkArticles } from './check-articles.ts';
import { checkFeeds } from './check-feeds.ts';
import { checkSite } from './check-site.ts';
import { checkStore } from './check-store.ts';
import { type Cursor, moveCursor, type Position, readCursor } from './cursor.ts';
import type { DriftDependencies } from './dependencies.ts';
import { releaseDue } from './release-due.ts';
import type { Slice } from './slice.ts';
import { createNewsWatch } from './watch-news.ts';

/** What one run did, for the log. */
export interface ReconcileSummary {
  /** Articles whose time had come. */
  released: number;
  /** Articles, heads and archive pages that the publisher was told to look at because it was their turn. */
  announced: number;
  /** Articles, heads and archive pages found on the site that the catalog doesn't call for. */
  orphans: number;
  /** Revisions of the store that no article's record claimed; they are deleted. */
  revisions: number;
  /** Objects of the site bucket that are none of ours; they are left alone. */
  unknown: number;
  /** What is next. */
  cursor: Pick<Cursor, 'round' | 'startedAt' | 'position'>;
}

/**
 * The reconcile function, as long as a process lives: releases what is due, and looks for drift between catalog, site
 * and store, a slice a run. Its first run has the front page looked at, so that a new, empty site gets one.
 */
export function createReconcile(deps: DriftDependencies): () => Promise<ReconcileSummary> {
  const watchNews = createNewsWatch(deps);
  let first = true;
  return async () => {
    const released = await releaseDue(deps);
    if (first) await announceFeeds(deps.sqs, deps.config.publishQueueUrl, ['all']);
    first = false;
    await watchNews();
    return { released: released.length, ...(await checkSlice(deps)) };
  };
}

/**
 * Does the next slice. The cursor moves last, after the publisher has been told: a run that dies before is repeated by
 * the next.
 */
async function checkSlice(deps: DriftDependencies): Promise<Omit<ReconcileSummary, 'released'>> {
  const before = await readCursor(deps);
  const round = roundOf(deps, before);
  if (round.position.phase === 'rest')
    return { announced: 0, orphans: 0, revisions: 0, unknown: 0, cursor: round };
  const { hints, orphans, revisions = 0, unknown, next } = await sliceAt(deps, round.position);
  await announceHints(deps.sqs, deps.config.publishQueueUrl, hints);
  const after = { ...round, position: next };
  await moveCursor(deps, before, after);
  return { announced: subjects(hints) - orphans, orphans, revisions, unknown, cursor: after };
}

/** The round under way, or the next one when its time has come. */
function roundOf({ clock, pace }: DriftDependencies, before: Cursor | undefined): ReconcileSummary['cursor'] {
  const startedAt = new Date(clock.now()).toISOString();
  const position: Position = { phase: 'articles' };
  if (!before) return { round: 1, startedAt, position };
  const { version: _version, ...round } = before;
  const resting = round.position.phase === 'rest';
  const over = clock.now() >= Date.parse(round.startedAt) + pace.roundSeconds * 1000;
  return resting && over ? { round: round.round + 1, startedAt, position } : round;
}

function sliceAt(deps: DriftDependencies, position: Exclude<Position, { phase: 'rest' }>): Promise<Slice> {
  switch (position.phase) {
    case 'articles':
      return checkArticles(deps, position);
    case 'feeds':
      return checkFeeds(deps, position);
    case 'site':
      return checkSite(deps, position);
    case 'store':
      return checkStore(deps, position);
  }
}

function subjects(hints: Slice['hints']): number {
  return hints.reduce(
    (sum, { checks = [], feeds = [], pages = [] }) => sum + checks.length + feeds.length + pages.length,
    0,
  );
}
