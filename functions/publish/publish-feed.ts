import { affectedPages } from '../../shared/feeds/affected-pages.ts';
import { type ArchivePage, type PageStart, pageStartName } from '../../shared/feeds/archive-page.ts';
import type { Head } from '../../shared/feeds/head.ts';
import { type EntryPlace, StretchFinder } from '../../shared/feeds/stretches.ts';
import { archiveFolder, feedDocuments } from '../../shared/resources/object-keys.ts';
import { archiveGroup } from './archive-group.ts';
import { bringUpToDate, type DocumentGroup, readFirst } from './bring-up-to-date.ts';
import { type PublishDependencies, timelineOf } from './dependencies.ts';
import { type FeedHead, headGroup } from './head-group.ts';
import { ObjectChangedError } from './site-objects.ts';

/**
 * Brings one feed up to date around the places where articles came, changed or left, and at these pages.
 *
 * Order matters to readers who follow links meanwhile: new pages first (oldest first, so that each links back to one
 * that exists), then pages that change, then the head, and only then pages go that are no longer due.
 * @returns how many entries the head was found to have
 */
export async function publishFeed(
  deps: PublishDependencies,
  feed: string,
  places: EntryPlace[],
  pages: PageStart[],
): Promise<number> {
  const { site, clock } = deps;
  const head = afterItsPage(deps, feed);
  const first = await readFirst(site, head);
  const starts = await pagesToSee(deps, feed, places, pages, first.state);
  const { fresh, standing } = await byPresence(deps, feed, starts);
  const notDue: PageStart[] = [];
  for (const start of [...fresh, ...standing]) {
    const isDue = await bringPage(deps, feed, start, false);
    if (!isDue) notDue.push(start);
  }
  await bringUpToDate(site, clock, head, starts.length === 0 ? first : undefined);
  for (const start of notDue) await bringPage(deps, feed, start, true);
  return first.state.entries.length;
}

/**
 * The head, written only once the page it links to is there: an article that came since the pages were looked at may
 * have closed one that its own publisher has not written yet.
 */
function afterItsPage(deps: PublishDependencies, feed: string): DocumentGroup<FeedHead> {
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
  let isDue = false;
  const onRead = (page: ArchivePage) => {
    isDue = page.entries.length > 0;
  };
  await bringUpToDate(deps.site, deps.clock, archiveGroup(deps, feed, start, { remove, onRead }));
  return isDue;
}

/** Pages that were named and those that any of the places touches, each once, oldest first. */
async function pagesToSee(
  deps: PublishDependencies,
  feed: string,
  places: EntryPlace[],
  pages: PageStart[],
  head: Head,
): Promise<PageStart[]> {
  const finder = new StretchFinder(timelineOf(deps, feed), head.open);
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

/** Which pages have no documents yet: these are written first. */
async function byPresence(deps: PublishDependencies, feed: string, starts: PageStart[]) {
  const fresh: PageStart[] = [];
  const standing: PageStart[] = [];
  for (const start of starts) {
    const key = `${archiveFolder(feed, pageStartName(start))}index.html`;
    (deps.site.remembered(key) || (await deps.site.look(key)) ? standing : fresh).push(start);
  }
  return { fresh, standing };
}
