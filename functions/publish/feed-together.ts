import type { Timeline } from '../../shared/catalog/timeline.ts';
import type { ArchivePage } from '../../shared/feeds/archive-page.ts';
import { etagsOf } from './bring-up-to-date.ts';
import { type PublishDependencies, readingOf, timelineOf } from './dependencies.ts';
import type { FeedGroup } from './feed-group.ts';
import type { FeedHead } from './head-group.ts';
import { type LookAgain, writeOnce } from './write-once.ts';

/** An archive page that may have to be written. */
export interface TogetherPage {
  group: FeedGroup<ArchivePage>;
  /** Whether the newest reading of it found that there should be one. */
  isDue(): boolean;
}

/** The head of the same feed, as it was read. */
export interface TogetherHead {
  group: FeedGroup<FeedHead>;
  state: FeedHead;
  /** From which it was read. */
  timeline: Timeline;
  /** Moment of the site objects before that reading. */
  began: number;
}

/**
 * Brings archive pages and the head of one feed up to date from one reading of the catalog, and looks again with one
 * more after all of them are written: the same protocol as `bringUpToDate` for each, with its readings shared.
 * A group that somebody else changed meanwhile is left to `bringUpToDate` itself.
 * @param pages oldest first
 */
export async function bringTogether(
  deps: PublishDependencies,
  feed: string,
  pages: TogetherPage[],
  head: TogetherHead,
): Promise<void> {
  const { site, clock } = deps;
  const keys = [...pages.map(({ group }) => group), head.group].flatMap((group) => group.keys ?? []);
  const { etags, looked } = await etagsOf(site, keys, head.began);
  // What was looked at is newer than the reading of the head; then that doesn't count.
  const anew = looked.size > 0;
  const timeline = anew ? timelineOf(deps, feed) : head.timeline;
  const state = anew ? await head.group.read(timeline) : head.state;
  const looks: LookAgain[] = [];
  async function write<State>(group: FeedGroup<State>, state: State): Promise<void> {
    const look = await writeOnce(site, clock, group, { state, etags, looked });
    if (look) looks.push(look);
  }

  const isThere = ({ group }: TogetherPage) => group.keys?.some((key) => etags.get(key) !== null);
  const fresh = pages.filter((page) => !isThere(page));
  const standing = pages.filter((page) => isThere(page));
  for (const { group } of [...fresh, ...standing]) await write(group, await group.read(timeline));
  await write(head.group, state);
  if (looks.length === 0) return;
  const again = readingOf(deps, feed);
  for (const look of looks) await look(again);
}
