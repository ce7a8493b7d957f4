import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { idDigest } from '../id-digest.ts';

/**
 * Where archive pages begin and end. Cut by content, not by counting: an entry whose hash is a multiple of 64 starts
 * a page, a month always starts one. So the pages are a pure function of the set of entries, and an entry that comes
 * or goes anywhere touches its own page and at most the links of its neighbours.
 */
const pageEvery = 64;

/** The newest page grows in steps of about this many entries, so that it isn't written anew for each article. */
const stepEvery = 16;

/** Starts an archive page. */
export const isBoundary = (id: string): boolean => idDigest(id).archive % pageEvery === 0;

/** The newest page's document may end before such an entry; every boundary is one. */
export const isStep = (id: string): boolean => idDigest(id).archive % stepEvery === 0;

/**
 * Name of a page, as in its URL: the month for the first of a month, else month and hash of the entry that starts it.
 */
export function pageName(start: TimelinePoint, firstOfMonth: boolean): string {
  const month = start.published.slice(0, 7);
  return firstOfMonth ? month : boundaryPageName(start.published, start.id);
}

/** The name a boundary entry gives to the page it starts, unless it is the first of its month. */
export function boundaryPageName(published: string, id: string): string {
  return `${published.slice(0, 7)}-${idDigest(id).name}`;
}

/** A run of entries between two cuts. */
export interface Stretch {
  name: string;
  /** Newest first. */
  entries: TimelinePoint[];
  /** No entry of the feed is newer than this stretch: it still grows. */
  open: boolean;
}

/**
 * The entries that a stretch's archive document holds: all of a closed one. Of the open one those before its last
 * step, as long as the head covers the rest; none while the head covers everything.
 * @param headSize entries in the feed's head
 */
export function archivedEntries(stretch: Stretch, headSize: number): TimelinePoint[] {
  const { entries, open } = stretch;
  if (!open) return entries;
  const lastStep = entries.findIndex((entry) => isStep(entry.id));
  if (lastStep !== -1 && lastStep + 1 <= headSize) return entries.slice(lastStep + 1);
  return entries.length <= headSize ? [] : entries;
}
