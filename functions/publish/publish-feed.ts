import { affectedPages } from '../../shared/feeds/affected-pages.ts';
import { type ArchivePage, type PageStart, pageStartName } from '../../shared/feeds/archive-page.ts';
import { type EntryPlace, StretchFinder } from '../../shared/feeds/stretches.ts';
import { archiveFolder, feedDocuments } from '../../shared/resources/object-keys.ts';
import { archiveGroup } from './archive-group.ts';
import { bringUpToDate, readFirst } from './bring-up-to-date.ts';
import { type FeedReading, type PublishDependencies, timelineOf } from './dependencies.ts';
import type { FeedGroup } from './feed-group.ts';
import { bringTogether, type TogetherPage } from './feed-together.ts';
import { type FeedHead, headGroup } from './head-group.ts';
import { ObjectChangedError } from './site-objects.ts';

/**
 * Brings one feed up to date around the places where articles came, changed or left, and at these pages.
 *
 * Order matters to readers who follow links meanwhile: new pages first (oldest first, so that each links back to one
 * that exists), then pages that change, then the head, and only then pages go that are no longer due.
 * @param reading of this feed, to begin with
 * @returns how many entries the head was found to have
 */
export async function publishFeed(
  deps: PublishDependencies,
  feed: string,
  places: EntryPlace[],
  pages: PageStart[],
  reading?: FeedReading,
): Promise<number> {
  const { site, clock } = deps;
  const { began, timeline } = reading ?? { began: site.moment(), timeline: timelineOf(deps, feed) };
  const head = afterItsPage(deps, feed);
  const first = await readFirst(site, head, timeline, began);
  const starts = await pagesToSee(deps, new StretchFinder(timeline, first.state.open), places, pages);
  if (starts.length === 0) {
    await bringUpToDate(site, clock, head, first);
    return first.state.entries.length;
  }
  const affected = starts.map((start) => pageOf(deps, feed, start));
  await bringTogether(deps, feed, affected, { group: head, state: first.state, timeline, began });
  for (const { start, group, isDue } of affected) {
    const absent = group.keys?.every((key) => site.wasAbsentSince(key, began));
    if (!isDue() && !absent) await bringPage(deps, feed, start, true);
  }
  return first.state.entries.length;
}

/** @param remove whether documents that are no longer due are removed */
function pageOf(
  deps: PublishDependencies,
  feed: string,
  start: PageStart,
  remove = false,
): TogetherPage & { start: PageStart } {
  let due = false;
  const onRead = (page: ArchivePage) => {
    due = page.entries.length > 0;
  };
  const group = archiveGroup(deps, feed, start, { remove, onRead });
  return { start, group: afterPrevious(deps, feed, group), isDue: () => due };
}

/**
 * An archive page, written only once the page before it is there: whoever closes a page may be slower than others who
 * build upon it, and its entries would stand nowhere meanwhile. The page before that is left to those who publish it.
 */
function afterPrevious(
  deps: PublishDependencies,
  feed: string,
  group: FeedGroup<ArchivePage>,
): FeedGroup<ArchivePage> {
  return {
    ...group,
    async render(content) {
      const page = content.previous;
      if (page !== undefined && !(await isThere(deps, feed, page))) {
        const before = archiveGroup(deps, feed, { page }, { remove: false, onRead: () => {} });
        await bringUpToDate(deps.site, deps.clock, before);
      }
      return group.render(content);
    },
  };
}

/**
 * The head, written only once the page it links to is there: an article that came since the pages were looked at may
 * have closed one that its own publisher has not written yet.
 */
function afterItsPage(deps: PublishDependencies, feed: string): FeedGroup<FeedHead> {
  const head = headGroup(deps, feed);
  return {
    ...head,
    async render(state) {
      const page = state.previousArchive;
      if (page !== undefined && !(await isThere(deps, feed, page))) {
        const isDue = await bringPage(deps, feed, { page }, false);
        if (!isDue) throw new ObjectChangedError(`${page} is no longer due`);
      }
      return head.render(state);
    },
  };
}

/** Whether an archive page has all its documents. */
async function isThere({ site }: PublishDependencies, feed: string, page: string): Promise<boolean> {
  const keys = feedDocuments.map((name) => archiveFolder(feed, page) + name);
  const etags = await Promise.all(keys.map((key) => site.remembered(key) ?? site.look(key)));
  return !etags.includes(null);
}

/** @returns whether the page was due */
async function bringPage(
  deps: PublishDependencies,
  feed: string,
  start: PageStart,
  remove: boolean,
): Promise<boolean> {
  const { group, isDue } = pageOf(deps, feed, start, remove);
  await bringUpToDate(deps.site, deps.clock, group);
  return isDue();
}

/** Pages that were named and those that any of the places touches, each once, oldest first. */
async function pagesToSee(
  deps: PublishDependencies,
  finder: StretchFinder,
  places: EntryPlace[],
  pages: PageStart[],
): Promise<PageStart[]> {
  const starts = new Map<string, PageStart>(pages.map((start) => [pageStartName(start), start]));
  for (const place of places) {
    for (const start of await affectedPages(finder, place, deps.config.site.feedSize)) {
      starts.set(pageStartName(start), start);
    }
  }
  return [...starts.values()].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
}

/** For putting pages in order; of a page known by nothing but its name the month has to do. */
function timeOf(start: PageStart): string {
  if ('page' in start) return start.page.slice(0, 7);
  return 'month' in start ? start.month : start.published;
}
