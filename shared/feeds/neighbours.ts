import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { timelineSortKey } from '../resources/table-keys.ts';
import { type EntryPlace, entriesOnly } from './stretches.ts';

/** The entries on both sides of a place in a feed. */
export interface Neighbours {
  /** Absent at the feed's oldest end. */
  older?: TimelinePoint;
  /** Absent at the feed's newest end. */
  newer?: TimelinePoint;
}

/** What stands at a place in a feed, and beside it. */
export interface Surroundings extends Neighbours {
  /** Absent when no entry stands at the place itself (any more). */
  entry?: TimelinePoint;
}

/** Points fetched by one query: four would do, but corrections and withdrawals stand between entries. */
const few = 10;

/** Entries looked at on each side of a place: those beside it, and what is beside them. */
const eachSide = 2;

/** A run of entries without gaps. */
interface Run {
  /** Oldest first. */
  entries: TimelinePoint[];
  /** Sort keys between which it has no gaps; up to an end of the feed where nothing is given. */
  from: string | undefined;
  until: string | undefined;
}

const known = new WeakMap<Timeline, Run[]>();

/**
 * Reads what stands at a place and beside it: where the timeline has not read it yet, with one query to each side. What
 * is beside the neighbours of a place is known then too, and not read again from the same timeline.
 */
export async function readSurroundings(timeline: Timeline, place: EntryPlace): Promise<Surroundings> {
  const sortKey = timelineSortKey(place.published, 'E', place.id);
  const runs = known.get(timeline) ?? [];
  known.set(timeline, runs);
  let run = runs.find((each) => reachesBeyond(each, sortKey));
  if (!run) {
    run = await readAround(timeline, place.published.slice(0, 7), sortKey);
    runs.push(run);
  }
  const { entries } = run;
  return {
    older: entries.findLast(({ sk }) => sk < sortKey),
    entry: entries.find(({ sk }) => sk === sortKey),
    newer: entries.find(({ sk }) => sk > sortKey),
  };
}

/** Whether a run holds what stands on both sides of a sort key. */
function reachesBeyond({ from, until }: Run, sortKey: string): boolean {
  return (from === undefined || from < sortKey) && (until === undefined || until > sortKey);
}

async function readAround(timeline: Timeline, month: string, sortKey: string): Promise<Run> {
  const newer: TimelinePoint[] = [];
  let beyond = 0;
  for await (const point of entriesOnly(timeline.forward({ month, sortKey, inclusive: true, most: few }))) {
    newer.push(point);
    if (point.sk !== sortKey) beyond += 1;
    if (beyond === eachSide) break;
  }
  const older: TimelinePoint[] = [];
  for await (const point of entriesOnly(timeline.back({ month, sortKey, most: few }))) {
    older.push(point);
    if (older.length === eachSide) break;
  }
  return {
    entries: [...older.reverse(), ...newer],
    from: older.length === eachSide ? older[0]?.sk : undefined,
    until: beyond === eachSide ? newer.at(-1)?.sk : undefined,
  };
}
