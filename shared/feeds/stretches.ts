import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { timelineSortKey } from '../resources/table-keys.ts';
import { isBoundary, pageName, type Stretch } from './archive-cuts.ts';

/** A place in a feed: where an article's entry stands, or stood. */
export interface EntryPlace {
  id: string;
  published: string;
}

const monthOf = (point: TimelinePoint) => point.published.slice(0, 7);

/** The entries among the points of a timeline. */
export async function* entriesOnly(points: AsyncGenerator<TimelinePoint>): AsyncGenerator<TimelinePoint> {
  for await (const point of points) if (point.kind === 'E') yield point;
}

/**
 * Groups entries, walked from newest to oldest, into stretches. The first may be cut off at its newer end by where
 * the walk began; it is the only one that can be open.
 * @param open whether nothing newer than the walk's start exists
 */
export async function* stretchesBack(
  points: AsyncGenerator<TimelinePoint>,
  open: boolean,
): AsyncGenerator<Stretch> {
  let entries: TimelinePoint[] = [];
  let isOpen = open;
  for await (const entry of entriesOnly(points)) {
    const older = entries.at(-1);
    const monthEnds = older !== undefined && monthOf(older) !== monthOf(entry);
    if (older && (monthEnds || isBoundary(older.id))) {
      yield { name: pageName(older, monthEnds), entries, open: isOpen };
      entries = [];
      isOpen = false;
    }
    entries.push(entry);
  }
  const oldest = entries.at(-1);
  if (oldest) yield { name: pageName(oldest, true), entries, open: isOpen };
}

/** The stretch around a place, and what comes after it. */
export interface StretchAt {
  /** Absent when there is no entry left in that part of the month. */
  stretch: Stretch | undefined;
  /** First entry after the stretch, in whichever month. */
  after: TimelinePoint | undefined;
  /** First entry of its month: the page takes the month's name. */
  firstOfMonth: boolean;
}

/** Finds the stretches that places lie in; places in one stretch cost one look. Reads the catalog once, not later. */
export class StretchFinder {
  readonly timeline: Timeline;
  readonly #found: { at: StretchAt; from: string; until: string }[] = [];

  /** @param open the feed's open stretch, where it is known already: most places lie in it */
  constructor(timeline: Timeline, open?: Stretch) {
    this.timeline = timeline;
    const start = open?.entries.at(-1);
    if (!open || !start) return;
    const firstOfMonth = open.name === monthOf(start);
    this.#remember({ stretch: open, after: undefined, firstOfMonth }, monthOf(start));
  }

  async at(place: EntryPlace): Promise<StretchAt> {
    const position = timelineSortKey(place.published, 'E', place.id);
    const known = this.#found.find(({ from, until }) => position >= from && position < until);
    if (known) return known.at;
    const at = await stretchAt(this.timeline, place);
    this.#remember(at, place.published.slice(0, 7));
    return at;
  }

  #remember(at: StretchAt, month: string): void {
    const start = at.stretch?.entries.at(-1);
    const cutInMonth = at.after && monthOf(at.after) === month ? at.after : undefined;
    this.#found.push({
      at,
      from: start && !at.firstOfMonth ? start.sk : month,
      until: cutInMonth?.sk ?? `${month}~`,
    });
  }
}

/** Finds the stretch that a place lies in, with one query back and one forward in the usual case. */
async function stretchAt(timeline: Timeline, place: EntryPlace): Promise<StretchAt> {
  const month = place.published.slice(0, 7);
  const sortKey = timelineSortKey(place.published, 'E', place.id);
  const newer: TimelinePoint[] = [];
  let after: TimelinePoint | undefined;
  for await (const entry of entriesOnly(timeline.forward({ month, sortKey }))) {
    after = monthOf(entry) !== month || isBoundary(entry.id) ? entry : undefined;
    if (after) break;
    newer.push(entry);
  }
  const older: TimelinePoint[] = [];
  let firstOfMonth = true;
  for await (const entry of entriesOnly(timeline.backInMonth({ month, sortKey, inclusive: true }))) {
    const last = older.at(-1);
    if (last && isBoundary(last.id)) {
      firstOfMonth = false;
      break;
    }
    older.push(entry);
  }
  const entries = [...newer.reverse(), ...older];
  const start = entries.at(-1);
  if (!start) return { stretch: undefined, after, firstOfMonth };
  return {
    stretch: { name: pageName(start, firstOfMonth), entries, open: after === undefined },
    after,
    firstOfMonth,
  };
}
