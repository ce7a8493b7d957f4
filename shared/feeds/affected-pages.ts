import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { timelineSortKey } from '../resources/table-keys.ts';
import { archivedEntries, isBoundary, isStep } from './archive-cuts.ts';
import type { PageStart } from './archive-page.ts';
import { type EntryPlace, entriesOnly, type StretchAt, type StretchFinder } from './stretches.ts';

/**
 * The archive pages whose documents may change because an entry came to a place, changed there, or left it.
 * Decided from the catalog's present state and the place alone, so a repeated message finds the same pages.
 * Usually none (the open page's newest part lives in the head) or one; neighbours only where cuts may have moved.
 */
export async function affectedPages(
  finder: StretchFinder,
  place: EntryPlace,
  headSize: number,
): Promise<PageStart[]> {
  const at = await finder.at(place);
  const starts: PageStart[] = [];
  const month = place.published.slice(0, 7);
  if (at.stretch && !inHeadOnly(at, place, headSize))
    starts.push(startOf(at.stretch.entries, at.firstOfMonth));
  if (!cutsMayHaveMoved(at, place, headSize)) return starts;
  starts.push({ month });
  if (at.stretch) starts.push(startOf(at.stretch.entries, at.firstOfMonth));
  if (isBoundary(place.id)) starts.push(place);
  if (at.after) {
    starts.push(
      at.after.published.slice(0, 7) === month ? pick(at.after) : { month: at.after.published.slice(0, 7) },
    );
  }
  // Two pages back: the page before may have been the open one, without documents until now, and the one before
  // that is to link to them.
  let first = at.stretch?.entries.at(-1) ?? place;
  for (let back = 1; back <= 2; back++) {
    const before = await stretchBefore(finder, first);
    if (!before.stretch) break;
    starts.push(startOf(before.stretch.entries, before.firstOfMonth));
    first = before.stretch.entries.at(-1) ?? first;
  }
  return starts;
}

/** In the open page's newest part, which the head covers; the page's document doesn't show it. */
function inHeadOnly({ stretch }: StretchAt, place: EntryPlace, headSize: number): boolean {
  if (!stretch?.open || isStep(place.id)) return false;
  if (!stretch.entries.some(({ id, published }) => id === place.id && published === place.published))
    return false;
  const archived = archivedEntries(stretch, headSize);
  return !archived.some(({ id }) => id === place.id);
}

/**
 * Whether pages may have begun, ended or appeared here: the entry is a boundary or left, is the first of its month, or
 * is the oldest step of its page, with which the page's documents appear; or the open page outgrew the head without
 * having a step.
 */
function cutsMayHaveMoved(
  { stretch, firstOfMonth }: StretchAt,
  place: EntryPlace,
  headSize: number,
): boolean {
  if (!stretch || isBoundary(place.id)) return true;
  const { entries, open } = stretch;
  const index = entries.findIndex(({ id, published }) => id === place.id && published === place.published);
  if (index === -1 || (firstOfMonth && index === entries.length - 1)) return true;
  // A step that is the page's oldest entry leaves nothing before it, so it is not the one that brought the documents.
  if (isStep(place.id) && !entries.slice(index + 1, -1).some(({ id }) => isStep(id))) return true;
  return open && entries.length > headSize && !entries.slice(0, headSize).some(({ id }) => isStep(id));
}

async function stretchBefore(finder: StretchFinder, first: EntryPlace): Promise<StretchAt> {
  const position = {
    month: first.published.slice(0, 7),
    sortKey: timelineSortKey(first.published, 'E', first.id),
  };
  for await (const entry of entriesOnly(finder.timeline.back(position))) return finder.at(entry);
  return { stretch: undefined, after: undefined, firstOfMonth: false };
}

function startOf(entries: TimelinePoint[], firstOfMonth: boolean): PageStart {
  const start = entries.at(-1) as TimelinePoint;
  return firstOfMonth ? { month: start.published.slice(0, 7) } : pick(start);
}

const pick = ({ id, published }: EntryPlace): EntryPlace => ({ id, published });
