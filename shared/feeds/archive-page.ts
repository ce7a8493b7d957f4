import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { timelineSortKey } from '../resources/table-keys.ts';
import { archivedEntries, boundaryPageName, isBoundary, type Stretch } from './archive-cuts.ts';
import { entriesOnly, stretchesBack } from './stretches.ts';

/** Where a page would start: at the first entry of a month, or at one boundary entry. */
type KnownStart = { month: string } | { id: string; published: string };

/** The same, or just the page's name, where nothing else is known of it; then it has to be looked for. */
export type PageStart = KnownStart | { page: string };

/** What an archive page shows, at present. */
export interface ArchivePage {
  /** Newest first; empty when no such page is due. */
  entries: TimelinePoint[];
  /** Names of the neighbouring pages that have documents. */
  previous: string | undefined;
  next: string | undefined;
}

export const pageStartName = (start: PageStart): string => {
  if ('page' in start) return start.page;
  return 'month' in start ? start.month : boundaryPageName(start.published, start.id);
};

const notDue: ArchivePage = { entries: [], previous: undefined, next: undefined };

/**
 * Reads one archive page from the catalog: whether it is due at all, its entries and its neighbours.
 * @param headSize entries in the feed's head, which cover the newest part of an open page
 */
export async function readArchivePage(
  timeline: Timeline,
  asked: PageStart,
  headSize: number,
): Promise<ArchivePage> {
  const start = 'page' in asked ? await startOfPage(timeline, asked.page) : asked;
  if (!start) return notDue;
  const run = await runFrom(timeline, start);
  const first = run.entries.at(-1);
  const entries = archivedEntries({ ...run, name: pageStartName(start), open: !run.after }, headSize);
  if (!first || entries.length === 0) return notDue;
  const [previous, next] = await Promise.all([
    stretchBefore(timeline, first),
    run.after && nextPage(timeline, first, run.after, headSize),
  ]);
  // The first entry of a month gives its page the month's name, so under its own there is none.
  const olderInMonth = previous?.entries[0]?.published.slice(0, 7) === monthOf(first);
  if (!('month' in start) && !olderInMonth) return notDue;
  return { entries, previous: previous?.name, next };
}

/** The start of the page that has this name, if any entry gives it. Reads the month up to there. */
async function startOfPage(timeline: Timeline, page: string): Promise<KnownStart | undefined> {
  const month = page.slice(0, 7);
  if (page === month) return { month };
  for await (const entry of entriesOnly(timeline.backInMonth({ month }))) {
    const { id, published } = entry;
    if (isBoundary(id) && boundaryPageName(published, id) === page) return { id, published };
  }
  return undefined;
}

/** A run of entries from a start up to the next cut. */
interface Run {
  /** Newest first; empty when nothing starts there. */
  entries: TimelinePoint[];
  /** First entry after the cut, in whichever month. */
  after: TimelinePoint | undefined;
}

async function runFrom(timeline: Timeline, start: KnownStart): Promise<Run> {
  const entries: TimelinePoint[] = [];
  let after: TimelinePoint | undefined;
  for await (const entry of entriesOnly(timeline.forward(positionOf(start)))) {
    const opensPage = monthOf(entry) !== monthOfStart(start) || (entries.length > 0 && isBoundary(entry.id));
    const missed = !('month' in start) && entries.length === 0 && entry.id !== start.id;
    if (opensPage || missed) {
      after = entry;
      break;
    }
    entries.push(entry);
  }
  return { entries: entries.reverse(), after };
}

function positionOf(start: KnownStart) {
  if ('month' in start) return { month: start.month };
  const sortKey = timelineSortKey(start.published, 'E', start.id);
  return { month: start.published.slice(0, 7), sortKey, inclusive: true };
}

/** The stretch before a page: never open, so it always has documents. */
async function stretchBefore(timeline: Timeline, first: TimelinePoint): Promise<Stretch | undefined> {
  const sortKey = timelineSortKey(first.published, 'E', first.id);
  const older = timeline.back({ month: monthOf(first), sortKey });
  for await (const stretch of stretchesBack(older, false)) return stretch;
  return undefined;
}

/** The page after one, unless it is the open one and the head still covers it. */
async function nextPage(
  timeline: Timeline,
  first: TimelinePoint,
  after: TimelinePoint,
  headSize: number,
): Promise<string | undefined> {
  const start = monthOf(after) === monthOf(first) ? after : { month: monthOf(after) };
  const run = await runFrom(timeline, start);
  const name = pageStartName(start);
  return archivedEntries({ ...run, name, open: !run.after }, headSize).length > 0 ? name : undefined;
}

const monthOf = (point: TimelinePoint): string => point.published.slice(0, 7);
const monthOfStart = (start: KnownStart): string =>
  'month' in start ? start.month : start.published.slice(0, 7);
