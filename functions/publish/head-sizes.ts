import { LRUCache } from 'lru-cache';
import type { SiteObjects } from './site-objects.ts';

/** Feeds whose size is remembered between invocations. */
const remembered = 5000;
/** Small feeds come and go. */
const leastEntries = 10;

const sizes = new WeakMap<SiteObjects, LRUCache<string, number>>();

/**
 * Notes how many entries a feed's head has now.
 * @returns whether it lost more than half of them since this process published it last: a mass deletion, or a fault
 */
export function hasShrunk(site: SiteObjects, feed: string, entries: number): boolean {
  const known =
    sizes.get(site) ?? new LRUCache<string, number>({ maxSize: remembered, sizeCalculation: () => 1 });
  sizes.set(site, known);
  const before = known.get(feed) ?? 0;
  known.set(feed, entries);
  return before >= leastEntries && entries < before / 2;
}
