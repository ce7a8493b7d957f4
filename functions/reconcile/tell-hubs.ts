import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type ChangePage, type ChangeRecord, parsePage } from '../../shared/changes/change-page.ts';
import { type S3, statusOf } from '../../shared/clients.ts';
import { isUnlisted } from '../../shared/feeds/feed-id.ts';
import { headAddress, hubs } from '../../shared/feeds/feed-view.ts';
import { publishedFormats } from '../../shared/feeds/formats.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { changesKey, sealedChangesPageKey } from '../../shared/resources/object-keys.ts';
import { headFreshSeconds } from '../../shared/resources/settings.ts';
import type { DriftDependencies } from './dependencies.ts';
import { type HubCursors, readHubCursors, writeHubCursors } from './hub-cursors.ts';

/** What telling hubs takes from outside. */
export interface HubDependencies extends Pick<DriftDependencies, 's3' | 'dynamodb' | 'clock'> {
  config: Pick<DriftDependencies['config'], 'catalogTable' | 'siteBucket' | 'site'> & { siteUrl: string };
  /** Node's, but for tests. */
  fetch: typeof fetch;
}

/** Pages of the change log read by one run; a hub that is further behind is told of what these tell. */
const mostPages = 10;
const pingsAtOnce = 8;
const patienceMs = 5000;

/** What one run told hubs. */
export interface ToldHubs {
  /** Feeds in all their formats, counted once a hub. */
  topics: number;
  /** Hubs that did not take all of them; they are told again by the next run. */
  failed: string[];
}

/**
 * Tells each WebSub hub of the feeds that have changed, once the CDN serves them: the change log says which, and a
 * record that an earlier run has seen, as long ago as the CDN may serve an older head, is in every head that is fetched
 * now. A hub that fails is told again by the next run; the others have cursors of their own.
 */
export async function tellHubs(deps: HubDependencies): Promise<ToldHubs> {
  const { dynamodb, clock, config } = deps;
  const present = hubs(config.site);
  if (present.length === 0) return { topics: 0, failed: [] };
  const now = clock.now();
  const before = await readHubCursors(dynamodb, config.catalogTable);
  const head = await readPage(deps.s3, config.siteBucket, changesKey);
  const newest = head?.records.at(-1)?.sequence ?? before?.seen ?? 0;
  // A hub that is new need not hear of the past.
  const told = Object.fromEntries(present.map((hub) => [hub, before?.told[hub] ?? newest]));
  const settled = before !== undefined && now - before.seenAt >= headFreshSeconds * 1000;
  const result: ToldHubs = { topics: 0, failed: [] };
  if (before && settled && head) {
    const oldest = Math.min(...Object.values(told));
    const records = oldest < before.seen ? await recordsAfter(deps, head, oldest) : [];
    for (const hub of present) {
      const due = records.filter(({ sequence }) => sequence > (told[hub] ?? 0) && sequence <= before.seen);
      const topics = topicsOf(deps, due);
      result.topics += topics.length;
      if (await pingAll(deps, hub, topics)) told[hub] = Math.max(told[hub] ?? 0, before.seen);
      else result.failed.push(hub);
    }
  }
  const seen = before && !settled ? before : { seen: newest, seenAt: now };
  const after: HubCursors = { seen: seen.seen, seenAt: seen.seenAt, told };
  const unchanged = before && before.seen === after.seen && sameCursors(before.told, told);
  if (!unchanged) await writeHubCursors(dynamodb, config.catalogTable, after);
  return result;
}

/** Addresses of the feeds that records tell of, in every format; archive pages are not pushed. */
function topicsOf({ config }: HubDependencies, records: ChangeRecord[]): string[] {
  const feeds = new Set(records.flatMap(({ feeds, left = [] }) => [...feeds, ...left]));
  return [...feeds]
    .filter((feed) => !isUnlisted(feed))
    .flatMap((feed) =>
      publishedFormats(config.site).map(({ name }) => headAddress(config.siteUrl, feed, name)),
    );
}

/** One request a topic, as every hub understands it. @returns whether the hub took them all */
async function pingAll({ fetch }: HubDependencies, hub: string, topics: string[]): Promise<boolean> {
  let taken = true;
  await inParallel(pingsAtOnce, topics, async (topic) => {
    if (!taken) return;
    try {
      const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic });
      const answer = await fetch(hub, { method: 'POST', body, signal: AbortSignal.timeout(patienceMs) });
      await answer.body?.cancel();
      if (!answer.ok) taken = false;
    } catch {
      taken = false;
    }
  });
  return taken;
}

async function recordsAfter(deps: HubDependencies, head: ChangePage, after: number): Promise<ChangeRecord[]> {
  let records = head.records;
  for (let number = head.page - 1; number > 0 && head.page - number < mostPages; number--) {
    if ((records[0]?.sequence ?? 0) <= after + 1) break;
    const page = await readPage(deps.s3, deps.config.siteBucket, sealedChangesPageKey(number));
    if (!page) break;
    records = [...page.records, ...records];
  }
  return records;
}

async function readPage(s3: S3, Bucket: string, Key: string): Promise<ChangePage | undefined> {
  try {
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return parsePage((await answer.Body?.transformToString()) ?? '');
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return undefined;
  }
}

const sameCursors = (a: Record<string, number>, b: Record<string, number>): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
