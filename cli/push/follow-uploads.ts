import { type ArticleRecord, articleRecordSchema } from '../../shared/catalog/article-record.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { type UploadRecord, uploadRecordSchema } from '../../shared/catalog/upload-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { articleKey, uploadKey } from '../../shared/resources/table-keys.ts';
import type { Stack } from '../stack/stack.ts';
import {
  type ArticleStatus,
  articlesOf,
  describeUpload,
  type UploadStatus,
} from '../status/describe-upload.ts';
import { type InboxObject, objectsNamed } from '../status/list-uploads.ts';

/** How uploads are followed. */
export interface FollowOptions {
  clock: Clock;
  /** Whether readers get an article as it is now. */
  isLive(article: ArticleStatus): Promise<boolean>;
  signal: AbortSignal;
  /** Given up once nothing has moved for so long. */
  patienceMs: number;
  /** Told of each upload once: when nothing more is to become of it, or, not `done`, when it was given up. */
  onSettled(upload: UploadStatus, done: boolean): void;
}

const pauses = { firstMs: 200, mostMs: 3000, growth: 1.5 } as const;
const looksAtOnce = 16;
/** Uploads that are asked for together: following thousands must not keep the pipeline from its work. */
const mostPerLook = 100;
/** Articles of one upload that are asked for on the site. */
const asked = 4;
/** Looks at an upload that the catalog knows in another version, before the inbox is asked for its present one. */
const patientLooks = 3;

/** An upload that is followed: what stands in the inbox, as far as is known. */
interface Followed {
  object: InboxObject;
  looks: number;
  status?: UploadStatus;
}

/**
 * Follows uploads through the pipeline until each is live, kept back, rejected or withdrawn.
 * The catalog is asked for many at once, less often the longer nothing changes. Of thousands some are asked for at a time.
 */
export async function followUploads(
  stack: Stack,
  objects: readonly InboxObject[],
  options: FollowOptions,
): Promise<void> {
  const { clock, signal, onSettled } = options;
  const pending = new Map(objects.map((object) => [object.key, { object, looks: 0 } as Followed]));
  let pause: number = pauses.firstMs;
  let movedAt = clock.now();
  for (let turn = 0; pending.size > 0 && !signal.aborted; turn++) {
    const before = pending.size;
    const some = ofTurn(pending, turn);
    await look(stack, some);
    await inParallel(looksAtOnce, [...some.values()], async ({ object, status }) => {
      if (!status || !(await isSettled(status, options))) return;
      pending.delete(object.key);
      onSettled(status, true);
    });
    if (pending.size === 0) return;
    if (pending.size < before) {
      pause = pauses.firstMs;
      movedAt = clock.now();
    } else if (clock.now() - movedAt > options.patienceMs) break;
    await clock.sleep(pause);
    pause = Math.min(pause * pauses.growth, pauses.mostMs);
  }
  for (const { object, status } of pending.values()) {
    onSettled(status ?? describeUpload(object.key, object, undefined, new Map(), stack.siteUrl), false);
  }
}

/** Whom to look at: by turns the first, which are mostly done first, and all others, some at a time. */
export function ofTurn<Value>(pending: ReadonlyMap<string, Value>, turn: number): Map<string, Value> {
  const others = Math.ceil(pending.size / mostPerLook) - 1;
  const part = others > 0 && turn % 2 === 1 ? 1 + (((turn - 1) / 2) % others) : 0;
  return new Map([...pending].slice(part * mostPerLook, (part + 1) * mostPerLook));
}

async function isSettled(status: UploadStatus, { isLive }: FollowOptions): Promise<boolean> {
  if (status.state === 'waiting' || status.state === 'working') return false;
  if (status.state !== 'accepted') return true;
  const published = status.articles.filter(({ state }) => state === 'published');
  // The last ones are published last; of an export with thousands not every page is fetched.
  for (const article of published.slice(-asked)) if (!(await isLive(article))) return false;
  return true;
}

async function look(stack: Stack, pending: ReadonlyMap<string, Followed>): Promise<void> {
  const { clients, catalogTable, siteUrl } = stack;
  const keys = [...pending.keys()].map(uploadKey);
  const records = new Map<string, UploadRecord>();
  for (const record of await readMany(clients.dynamodb, catalogTable, keys, uploadRecordSchema)) {
    records.set(record.key, record);
  }
  const ids = new Set([...records.values()].flatMap(articlesOf));
  const articles = new Map<string, ArticleRecord>();
  const articleKeys = [...ids].map(articleKey);
  for (const article of await readMany(clients.dynamodb, catalogTable, articleKeys, articleRecordSchema)) {
    articles.set(article.id, article);
  }
  const unsure: string[] = [];
  for (const [key, followed] of pending) {
    const record = records.get(key);
    followed.status = describeUpload(key, followed.object, record, articles, siteUrl);
    if (followed.status.state !== 'waiting' || !record) continue;
    followed.looks += 1;
    if (followed.looks % patientLooks === 0) unsure.push(key);
  }
  // Somebody may have changed them since: what counts is what stands there now.
  for (const [key, object] of await objectsNamed(clients.s3, stack.inboxBucket, unsure)) {
    const followed = pending.get(key);
    if (followed) followed.object = object;
  }
}

/**
 * Asks the site for an article, as readers do. @returns whether it answers with this version of it, or a newer one
 */
export async function isOnSite({ url, updated }: ArticleStatus): Promise<boolean> {
  try {
    const answer = await fetch(`${url}article.json`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) {
      await answer.body?.cancel();
      return false;
    }
    const article = (await answer.json()) as { updated?: string };
    return (article.updated ?? '') >= (updated ?? '');
  } catch {
    // Not reachable just now, or cut off: asked again.
    return false;
  }
}
