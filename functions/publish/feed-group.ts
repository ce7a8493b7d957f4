import type { Timeline } from '../../shared/catalog/timeline.ts';
import type { DocumentGroup } from './bring-up-to-date.ts';

/** Documents made from one feed's timeline: its head, an archive page. */
export interface FeedGroup<State> extends DocumentGroup<State> {
  /** @param timeline to read from, for groups that share a reading; absent: the present state */
  read(timeline?: Timeline): Promise<State>;
}
