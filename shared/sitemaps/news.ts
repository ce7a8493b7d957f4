import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { entriesOnly } from '../feeds/stretches.ts';

/** Articles that a news sitemap may hold, and how far back it reaches (Google Search Central, "News sitemaps"). */
const limits = { articles: 1000, hours: 48 } as const;

/**
 * The articles that the news sitemap lists at a time: those published within the last two days, newest first.
 * Costs one query, two around the turn of a month.
 * @param timeline of everything @param now milliseconds since the epoch
 */
export async function readNews(timeline: Timeline, now: number): Promise<TimelinePoint[]> {
  const since = new Date(now - limits.hours * 3_600_000).toISOString();
  const months = new Set([since.slice(0, 7), new Date(now).toISOString().slice(0, 7)]);
  const entries: TimelinePoint[] = [];
  for (const month of months) {
    const sortKey = month === since.slice(0, 7) ? since : undefined;
    for await (const entry of entriesOnly(timeline.forwardInMonth({ month, sortKey }))) entries.push(entry);
  }
  return entries.reverse().slice(0, limits.articles);
}
