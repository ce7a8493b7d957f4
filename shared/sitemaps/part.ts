import { hash } from 'node:crypto';
import type { Timeline } from '../catalog/timeline.ts';
import type { TimelinePoint } from '../catalog/timeline-items.ts';
import { entriesOnly } from '../feeds/stretches.ts';
import { idDigest } from '../id-digest.ts';
import { timelineSortKey } from '../resources/table-keys.ts';

/**
 * The sitemap is cut as the archive is: by content, not by counting. Each month starts a part, and so does each entry
 * whose hash is a multiple of this. A small month is one part; a part of a large one holds about so many articles, so
 * that publishing an article costs the same however many its month has, and no part comes near the 50,000 addresses
 * that a sitemap may hold (sitemaps.org, "Protocol").
 */
export const partEvery = 512;

/** Where a part begins: with its month, or with one entry. */
export type PartStart = { month: string } | { id: string; published: string };

/** Addresses of one part, at present. */
export interface SitemapPart {
  /** Oldest first. */
  entries: TimelinePoint[];
  /** The entry that starts the next part of the month; absent: this is its last. */
  next: TimelinePoint | undefined;
}

/** Whether an entry starts a part. @param every one of so many does; tests want more of them */
export const startsPart = (id: string, every = partEvery): boolean => idDigest(id).sitemap % every === 0;

/**
 * Name of a part, as in its address: the month, and the hash of the entry that starts it, if one does; with its date,
 * for an article may move within its month.
 */
export function partName(start: PartStart): string {
  if ('month' in start) return start.month;
  return `${start.published.slice(0, 7)}-${hash('sha256', `${start.published} ${start.id}`).slice(0, 8)}`;
}

/** Month of a part. */
export const monthOfPart = (start: PartStart): string =>
  'month' in start ? start.month : start.published.slice(0, 7);

/**
 * Reads a part from the timeline of everything.
 * @returns undefined when the entry that would start it is not there; a month's first part may be empty
 */
export async function readPart(
  timeline: Timeline,
  start: PartStart,
  every = partEvery,
): Promise<SitemapPart | undefined> {
  const month = monthOfPart(start);
  const sortKey = 'month' in start ? undefined : timelineSortKey(start.published, 'E', start.id);
  const entries: TimelinePoint[] = [];
  for await (const entry of entriesOnly(timeline.forwardInMonth({ month, sortKey, inclusive: true }))) {
    const isStart = entry.sk === sortKey;
    if (!isStart && sortKey !== undefined && entries.length === 0) return undefined;
    if (!isStart && startsPart(entry.id, every)) return { entries, next: entry };
    entries.push(entry);
  }
  return sortKey !== undefined && entries.length === 0 ? undefined : { entries, next: undefined };
}

/** Finds the part that lies around a place, not counting what may stand at the place itself. */
export async function partAround(
  timeline: Timeline,
  { id, published }: { id: string; published: string },
  every = partEvery,
): Promise<PartStart> {
  const month = published.slice(0, 7);
  const sortKey = timelineSortKey(published, 'E', id);
  for await (const entry of entriesOnly(timeline.backInMonth({ month, sortKey }))) {
    if (startsPart(entry.id, every)) return { id: entry.id, published: entry.published };
  }
  return { month };
}

/** Where every part of a month starts, oldest first. */
export async function partsOfMonth(
  timeline: Timeline,
  month: string,
  every = partEvery,
): Promise<PartStart[]> {
  const starts: PartStart[] = [{ month }];
  for await (const { id, published } of entriesOnly(timeline.forwardInMonth({ month }))) {
    if (startsPart(id, every)) starts.push({ id, published });
  }
  return starts;
}
