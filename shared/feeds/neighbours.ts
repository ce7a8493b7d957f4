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

/** Points fetched by one query: two would do, but corrections and withdrawals stand between entries. */
const few = 6;

/** Reads what stands at a place and beside it: where the timeline doesn't know yet, with one query to each side. */
export async function readSurroundings(timeline: Timeline, place: EntryPlace): Promise<Surroundings> {
  const month = place.published.slice(0, 7);
  const sortKey = timelineSortKey(place.published, 'E', place.id);
  const found: Surroundings = {};
  for await (const point of entriesOnly(timeline.forward({ month, sortKey, inclusive: true, most: few }))) {
    if (point.sk === sortKey) found.entry = point;
    else {
      found.newer = point;
      break;
    }
  }
  for await (const point of entriesOnly(timeline.back({ month, sortKey, most: few }))) {
    found.older = point;
    break;
  }
  return found;
}
