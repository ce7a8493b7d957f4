import { PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { publish } from '../../functions/publish/publish.ts';
import { Timeline } from '../../shared/catalog/timeline.ts';
import { articleFolder, revisionKey } from '../../shared/resources/object-keys.ts';
import { feedKey, monthKey, timelinePartition, timelineSortKey } from '../../shared/resources/table-keys.ts';
import { PublishingBench, sampleArticle } from '../../tests/helpers/publishing.ts';

/** Between two entries: a busy paper, 8,640 articles a month. */
const spacingMs = 5 * 60_000;

/** Entries of which publishing the newest may read the bodies: head and the pages behind it. */
const bodies = 1000;

/** The feeds that an article of no tags, section or author stands in. */
const feeds = [
  { feed: 'all', label: '' },
  { feed: 'languages/en', label: 'en' },
];

/** @param index 0 is the newest */
export const idOf = (index: number): string =>
  `00000000-0000-5000-8000-${index.toString(16).padStart(12, '0')}`;

/**
 * A publisher over a feed of so many entries, of which the newest are the same whatever its size.
 * Items of the catalog are made when they are read.
 */
export async function largeFeed(entries: number): Promise<PublishingBench> {
  const bench = new PublishingBench();
  fillCatalog(bench, entries);
  for (let index = 0; index < Math.min(entries, bodies); index++) {
    const id = idOf(index);
    const article = { ...sampleArticle(`news/${index}.md`), id };
    const Body = JSON.stringify(article);
    await bench.deps.s3.send(new PutObjectCommand({ Bucket: 'store', Key: revisionKey(id, 'first'), Body }));
  }
  const month = new Date(bench.now).toISOString().slice(0, 7);
  const { failures } = await publish(bench.deps, {
    feeds: feeds.map(({ feed }) => feed),
    sitemaps: [month],
    site: true,
  });
  for (const error of failures.values()) throw error;
  return bench;
}

/** Gives both feeds their entries, without bodies in the store. */
export function fillCatalog(bench: PublishingBench, entries: number): void {
  const timeOf = (index: number) => new Date(bench.now - (index + 1) * spacingMs).toISOString();
  for (const { feed, label } of feeds) fillTimeline(bench, feed, label, entries, timeOf);
}

function fillTimeline(
  bench: PublishingBench,
  feed: string,
  label: string,
  entries: number,
  timeOf: (index: number) => string,
): void {
  const table = bench.dynamodb.table('catalog');
  const months = new Map<string, string[]>();
  for (let index = entries - 1; index >= 0; index--) {
    const time = timeOf(index);
    const month = time.slice(0, 7);
    const known = months.get(month);
    const sortKey = timelineSortKey(time, 'E', idOf(index));
    if (known) known.push(sortKey);
    else months.set(month, [sortKey]);
  }
  table.put(marshall({ ...feedKey(feed), feed, label }));
  for (const [month, sortKeys] of months) {
    table.put(marshall({ ...monthKey(feed, month), month }));
    const pk = timelinePartition(feed, month);
    table.fillPartition(pk, sortKeys, (sk) => marshall(timelineItem(pk, sk, label)));
  }
}

function timelineItem(pk: string, sk: string, label: string) {
  const [time = '', , id = ''] = sk.split('#');
  const path = articleFolder(time, 'some-article', id);
  return { pk, sk, id, path, label, revision: 'first', published: time, updated: time };
}

/** Requests of every service since the bench was made. */
export function requestsSoFar({ s3, dynamodb }: PublishingBench): number {
  return [...s3.requests.values(), ...dynamodb.requests.values()].reduce((sum, count) => sum + count, 0);
}

/** Publishes new articles one after the other. @returns requests that publishing made, for each article */
export async function publishNewest(bench: PublishingBench, articles: number): Promise<number> {
  let requests = 0;
  for (let index = 0; index < articles; index++) {
    bench.now += spacingMs;
    const key = `new/${index}.md`;
    const id = await bench.put(key, sampleArticle(key, { published: new Date(bench.now).toISOString() }));
    const before = requestsSoFar(bench);
    await bench.publish([id]);
    requests += requestsSoFar(bench) - before;
  }
  return requests / articles;
}

/** Reads every entry of the feed of everything. @returns how many there are, and the requests that it took */
export async function walkAll(bench: PublishingBench): Promise<{ entries: number; requests: number }> {
  const timeline = new Timeline(bench.deps.dynamodb, 'catalog', 'all');
  const month = new Date(bench.now).toISOString().slice(0, 7);
  const before = requestsSoFar(bench);
  let entries = 0;
  for await (const _point of timeline.back({ month })) entries += 1;
  return { entries, requests: requestsSoFar(bench) - before };
}
