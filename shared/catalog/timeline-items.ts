import { type TableKey, type TimelineKind, timelineKey } from '../resources/table-keys.ts';
import * as z from '../zod.ts';
import type { ArticleRecord } from './article-record.ts';

/** One place on a feed's timeline: an entry, the correction of one, or a withdrawal. Small, no body. */
export const timelineItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  id: z.uuid(),
  path: z.string(),
  label: z.string(),
  revision: z.string(),
  published: z.string(),
  updated: z.string(),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

/** A timeline item as readers of the catalog see it. */
export interface TimelinePoint extends Omit<TimelineItem, 'pk'> {
  kind: TimelineKind;
  /** Where it stands, ISO 8601 UTC: the date of publication, of the update, or of the withdrawal. */
  time: string;
}

/** @throws ZodError when the item is none of ours */
export function timelinePoint(item: unknown): TimelinePoint {
  const { pk: _pk, ...point } = timelineItemSchema.parse(item);
  const [time = '', kind] = point.sk.split('#');
  return { ...point, time, kind: kind as TimelineKind };
}

/** Every timeline item that a record calls for. Pure; what the table holds is kept equal to it. */
export function timelineItemsOf(record: ArticleRecord): TimelineItem[] {
  const { id, path, shown, withdrawn } = record;
  if (path === undefined) return [];
  const items: TimelineItem[] = [];
  if (shown) {
    const { revision, published, updated } = shown;
    for (const { feed, label } of shown.feeds) {
      const common = { id, path, label, revision, published, updated };
      items.push({ ...timelineKey(feed, published, 'E', id), ...common });
      if (updated > published) items.push({ ...timelineKey(feed, updated, 'C', id), ...common });
    }
  }
  if (withdrawn) {
    const common = { id, path, label: '', revision: '', published: withdrawn.at, updated: withdrawn.at };
    for (const feed of withdrawn.feeds)
      items.push({ ...timelineKey(feed, withdrawn.at, 'W', id), ...common });
  }
  return items;
}

/** What has to be written to get from one state of a record to the next. */
export interface TimelineChange {
  put: TimelineItem[];
  remove: TableKey[];
}

export function timelineChange(before: ArticleRecord, after: ArticleRecord): TimelineChange {
  const old = new Map(timelineItemsOf(before).map((item) => [`${item.pk} ${item.sk}`, item]));
  const put: TimelineItem[] = [];
  for (const item of timelineItemsOf(after)) {
    const name = `${item.pk} ${item.sk}`;
    const stored = old.get(name);
    old.delete(name);
    if (!stored || JSON.stringify(stored) !== JSON.stringify(item)) put.push(item);
  }
  return { put, remove: [...old.values()].map(({ pk, sk }) => ({ pk, sk })) };
}
