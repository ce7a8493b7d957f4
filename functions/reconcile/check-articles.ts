import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import { chunks } from '../../shared/chunks.ts';
import { tombstoneDays } from '../../shared/resources/settings.ts';
import type { Position } from './cursor.ts';
import { type DriftDependencies, timelineOf } from './dependencies.ts';
import type { Slice } from './slice.ts';

/** A month after every other: a walk back from there begins with the newest entry. */
const endOfTime = { month: '9999-12' };

/** Articles checked by one message: a message that fails is delivered again as a whole. */
const articlesPerMessage = 25;

/**
 * Has the publisher check the documents of the next articles, newest first: of those that are shown, and of those whose
 * place still says that they were withdrawn.
 */
export async function checkArticles(
  deps: DriftDependencies,
  { after }: Extract<Position, { phase: 'articles' }>,
): Promise<Slice> {
  const from = after === undefined ? endOfTime : { month: after.slice(0, 7), sortKey: after };
  const oldest = new Date(deps.clock.now() - tombstoneDays * 86_400_000).toISOString();
  const articles: TimelinePoint[] = [];
  for await (const point of timelineOf(deps, 'all').back(from)) {
    if (point.kind === 'C' || (point.kind === 'W' && point.time <= oldest)) continue;
    articles.push(point);
    if (articles.length === deps.pace.articlesPerRun) break;
  }
  const checks = articles.map(({ id, path }) => ({ article: id, folder: path }));
  const last = articles.at(-1);
  const more = last && articles.length === deps.pace.articlesPerRun;
  return {
    hints: [
      ...(after === undefined ? [{ site: true, news: true }, ...(await sitemapMonths(deps))] : []),
      ...chunks(checks, articlesPerMessage).map((some) => ({ checks: some })),
    ],
    orphans: 0,
    unknown: 0,
    next: more ? { phase: 'articles', after: last.sk } : { phase: 'feeds' },
  };
}

/** The sitemap of each month in which anything was ever published. */
async function sitemapMonths(deps: DriftDependencies) {
  const months = await timelineOf(deps, 'all').months();
  return months.map((month) => ({ sitemaps: [month] }));
}
