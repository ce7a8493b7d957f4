import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { archivedEntries, type Stretch } from './archive-cuts.ts';
import { stretchesBack } from './stretches.ts';

/** All that a feed's head shows. */
export interface Head {
  /** Newest first; after the newest entries come older ones that were corrected since. */
  entries: TimelinePoint[];
  /** Newest first. */
  withdrawals: TimelinePoint[];
  /** Name of the newest archive page. */
  previousArchive: string | undefined;
  /** The stretch that still grows; absent in an empty feed. */
  open: Stretch | undefined;
}

/** Older entries that a head repeats because they were corrected: readers may never look into the archive again. */
const mostCorrections = 20;
const mostWithdrawals = 100;

/**
 * Reads a feed's head from the catalog: the newest entries, and the corrections and withdrawals since the oldest of
 * them. Usually one query, whatever the size of the catalog.
 * @param size entries in the head
 * @param now milliseconds since the epoch; tells in which month to begin
 */
export async function readHead(timeline: Timeline, size: number, now: number): Promise<Head> {
  const seen: TimelinePoint[] = [];
  const entries: TimelinePoint[] = [];
  let previousArchive: string | undefined;
  let open: Stretch | undefined;
  for await (const stretch of stretchesBack(noting(timeline.back({ month: monthAhead(now) }), seen), true)) {
    open ??= stretch;
    entries.push(...stretch.entries);
    if (previousArchive === undefined && archivedEntries(stretch, size).length > 0) {
      previousArchive = stretch.name;
    }
    if (entries.length >= size && previousArchive !== undefined) break;
  }
  const window = entries.slice(0, size);
  const shown = new Set(window.map(({ id }) => id));
  const since = window.length < size ? '' : (window.at(-1)?.time ?? '');
  const notices = seen.filter(({ kind, time }) => kind !== 'E' && time >= since);
  const corrected = notices
    .filter(({ kind, id }) => kind === 'C' && !shown.has(id))
    .slice(0, mostCorrections)
    .sort(byPublication);
  const withdrawals = notices.filter(({ kind }) => kind === 'W').slice(0, mostWithdrawals);
  return { entries: [...window, ...corrected], withdrawals, previousArchive, open };
}

/** Clocks differ: an article may have come from a month that here begins within a day. */
export function monthAhead(now: number): string {
  return new Date(now + 86_400_000).toISOString().slice(0, 7);
}

async function* noting(
  points: AsyncGenerator<TimelinePoint>,
  seen: TimelinePoint[],
): AsyncGenerator<TimelinePoint> {
  for await (const point of points) {
    seen.push(point);
    yield point;
  }
}

function byPublication(a: TimelinePoint, b: TimelinePoint): number {
  if (a.published !== b.published) return a.published < b.published ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
