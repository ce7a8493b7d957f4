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
  const change = changeOfCuts(at, place, headSize);
  if (change === 'none') return starts;
  if (!at.stretch || at.firstOfMonth || change === 'left') starts.push({ month });
  if (at.stretch) starts.push(startOf(at.stretch.entries, at.firstOfMonth));
  if (isBoundary(place.id)) starts.push(place);
  if (at.after) {
    starts.push(
      at.after.published.slice(0, 7) === month ? pick(at.after) : { month: at.after.published.slice(0, 7) },
    );
  }
  // The page before is to link to this one. Where a cut came or went it may have been the open one, without documents
  // until now, and the one before that is to link to them.
  let first = at.stretch?.entries.at(-1) ?? place;
  for (let back = change === 'appeared' ? 1 : 2; back > 0; back--) {
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
 * How pages may have begun, ended or appeared here. `left`: there is no such entry any more. `cut`: it is a boundary, or
 * the first of its month. `appeared`: it is the oldest step of its page, with which the page's documents appear, or the
 * open page outgrew the head without having a step.
 */
function changeOfCuts(
  { stretch, firstOfMonth }: StretchAt,
  place: EntryPlace,
  headSize: number,
): 'none' | 'appeared' | 'cut' | 'left' {
  if (!stretch) return 'left';
  const { entries, open } = stretch;
  const index = entries.findIndex(({ id, published }) => id === place.id && published === place.published);
  if (index === -1) return 'left';
  if (isBoundary(place.id) || (firstOfMonth && index === entries.length - 1)) return 'cut';
  // A step that is the page's oldest entry leaves nothing before it, so it is not the one that brought the documents.
  if (isStep(place.id) && !entries.slice(index + 1, -1).some(({ id }) => isStep(id))) return 'appeared';
  const outgrown =
    open && entries.length > headSize && !entries.slice(0, headSize).some(({ id }) => isStep(id));
  return outgrown ? 'appeared' : 'none';
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
