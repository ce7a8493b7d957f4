import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import { chunks } from '../../shared/chunks.ts';
import { entriesOnly } from '../../shared/feeds/stretches.ts';
import type { Position } from './cursor.ts';
import { type DriftDependencies, timelineOf } from './dependencies.ts';
import type { Slice } from './slice.ts';

/** A month after every other: a walk back from there begins with the newest entry. */
const endOfTime = { month: '9999-12' };

/** Articles checked by one message: a message that fails is delivered again as a whole. */
const articlesPerMessage = 25;

/** Has the publisher check the documents of the next articles, newest first. */
export async function checkArticles(
  deps: DriftDependencies,
  { after }: Extract<Position, { phase: 'articles' }>,
): Promise<Slice> {
  const from = after === undefined ? endOfTime : { month: after.slice(0, 7), sortKey: after };
  const entries: TimelinePoint[] = [];
  for await (const entry of entriesOnly(timelineOf(deps, 'all').back(from))) {
    entries.push(entry);
    if (entries.length === deps.pace.articlesPerRun) break;
  }
  const checks = entries.map(({ id, path }) => ({ article: id, folder: path }));
  const last = entries.at(-1);
  const more = last && entries.length === deps.pace.articlesPerRun;
  return {
    hints: [
      ...(after === undefined ? [{ site: true }] : []),
      ...chunks(checks, articlesPerMessage).map((some) => ({ checks: some })),
    ],
    orphans: 0,
    unknown: 0,
    next: more ? { phase: 'articles', after: last.sk } : { phase: 'feeds' },
  };
}
