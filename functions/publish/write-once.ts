import type { Clock } from '../../shared/clock.ts';
import {
  bringUpToDate,
  type FirstReading,
  isLeftToOthers,
  isOutOfDate,
  type Replaced,
  writeAll,
} from './bring-up-to-date.ts';
import type { FeedReading } from './dependencies.ts';
import type { FeedGroup } from './feed-group.ts';
import type { SiteObjects } from './site-objects.ts';

/**
 * Compares what a group was written from with a later reading, and sees to it if they differ.
 * @param again begun after the write
 */
export type LookAgain = (again: FeedReading) => Promise<void>;

/**
 * The first round of `bringUpToDate`, for groups that share their readings: writes what differs, and leaves the second
 * look to the caller. A group that somebody else changed meanwhile is left to `bringUpToDate` itself.
 * @param whenChanged what to do when the second look finds another state; by default `bringUpToDate`
 * @returns what is left to be done; undefined when nothing was written, or all is done
 */
export async function writeOnce<State>(
  site: SiteObjects,
  clock: Clock,
  group: FeedGroup<State>,
  { state, etags, looked }: FirstReading<State>,
  whenChanged?: (state: State, again: FeedReading) => Promise<void>,
): Promise<LookAgain | undefined> {
  let replaced: Replaced;
  try {
    replaced = await writeAll(site, await group.render(state), etags, looked);
  } catch (error) {
    if (!isOutOfDate(error)) throw error;
    await bringUpToDate(site, clock, group);
    return undefined;
  }
  if (replaced.size === 0) return undefined;
  return async (again) => {
    const present = await group.read(again.timeline);
    if (group.fingerprint(present) === group.fingerprint(state)) return;
    if (await isLeftToOthers(group, present, replaced)) return;
    if (whenChanged) await whenChanged(present, again);
    else await bringUpToDate(site, clock, group);
  };
}
