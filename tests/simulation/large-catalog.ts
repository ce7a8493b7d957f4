import { marshall } from '@aws-sdk/util-dynamodb';
import type { Article } from '../../shared/article/schema.ts';
import { type ArticleRecord, emptyRecord } from '../../shared/catalog/article-record.ts';
import { timelineItemsOf } from '../../shared/catalog/timeline-items.ts';
import { articleFolder } from '../../shared/resources/object-keys.ts';
import { feedKey, monthKey, timelinePartition, timelineSortKey } from '../../shared/resources/table-keys.ts';
import type { TableModel } from '../helpers/models/dynamodb/table-model.ts';
import type { BucketModel } from '../helpers/models/s3/bucket-model.ts';

const months = 100;
const day = 86_400_000;
/** The feeds that every article of the catalog stands in. */
const feeds = [
  { feed: 'all', label: '' },
  { feed: 'sections/news', label: 'news' },
  { feed: 'languages/en', label: 'en' },
];

/**
 * Fills a table and a store with so many published articles, evenly over a hundred months that end before `now`
 * (or over fewer, at least a hundred to a month). Items and revisions are made only when they are read.
 */
export function fillCatalog(table: TableModel, store: BucketModel, count: number, now: number): void {
  const perMonth = Math.max(100, Math.ceil(count / months));
  const first = new Date(now);
  let made = 0;
  for (let back = 0; made < count; back++) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - back, 1);
    const end = back === 0 ? now - day : start + 28 * day;
    const some = Math.min(perMonth, count - made);
    const sortKeys = Array.from({ length: some }, (_, i) => {
      const time = new Date(start + Math.floor(((end - start) / some) * i)).toISOString();
      return timelineSortKey(time, 'E', idOf(made + i));
    });
    const month = new Date(start).toISOString();
    for (const { feed } of feeds) {
      table.fillPartition(timelinePartition(feed, month), sortKeys, (sk) => timelineItem(feed, sk));
      table.put(marshall({ ...monthKey(feed, month.slice(0, 7)), month: month.slice(0, 7) }));
    }
    made += some;
  }
  for (const ref of feeds) table.put(marshall({ ...feedKey(ref.feed), ...ref }));
  store.makeObjects(revision);
}

/** A UUID for a number; its digits are spread, so that archive pages are cut as they would be. */
function idOf(n: number): string {
  const spread = (Math.imul(n, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${spread}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

function timelineItem(feed: string, sortKey: string) {
  const [published = '', , id = ''] = sortKey.split('#');
  const item = timelineItemsOf(recordOf(id, published)).find(({ pk }) => pk.startsWith(`FEED#${feed}#`));
  if (!item) throw new RangeError(`${feed} is not a feed of the catalog.`);
  return marshall(item);
}

function recordOf(id: string, published: string): ArticleRecord {
  return {
    ...emptyRecord(id),
    version: 1,
    path: articleFolder(published, 'story', id),
    shown: { key: `news/${id}.md`, revision: 'made', published, updated: published, feeds },
  };
}

/** The body of any article of the catalog: a page of text. */
function revision(key: string): Uint8Array | undefined {
  const id = /^revisions\/([^/]+)\/made\.json$/.exec(key)?.[1];
  if (id === undefined) return undefined;
  const text = `What happened, told in a few words. ${id} `.repeat(40);
  const article: Article = {
    id,
    slug: 'story',
    title: `Story ${id}`,
    summary: 'What happened, told in a few words.',
    authors: [],
    section: 'news',
    tags: [],
    language: 'en',
    direction: 'ltr',
    draft: false,
    status: 'usable',
    media: [],
    content: { html: `<p>${text}</p>`, markdown: text, text },
    wordCount: 320,
    readingMinutes: 2,
    source: { key: `news/${id}.md`, format: 'markdown', bytes: text.length },
    provenance: {},
  };
  return new TextEncoder().encode(JSON.stringify(article));
}
