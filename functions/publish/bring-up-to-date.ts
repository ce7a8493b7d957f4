import type { Clock } from '../../shared/clock.ts';
import { RetryableError } from '../../shared/errors.ts';
import { type ETag, etagOf, ObjectChangedError, type SiteObjects } from './site-objects.ts';

/** A document as it should be on the site. */
export interface SiteDocument {
  key: string;
  /** Absent: there should be none. */
  body: string | undefined;
  /** User metadata that the edge obeys. A function of the body: what has the same body has the same metadata. */
  metadata?: Record<string, string>;
}

/** Documents made from one state of the catalog: an article's, a head's, an archive page's. */
export interface DocumentGroup<State> {
  /** Names the group in errors and logs. */
  name: string;
  /** Keys of its documents, where they are known before reading. */
  keys?: readonly string[];
  /** Reads, with strong consistency, all that the documents are made from. */
  read(): Promise<State>;
  /** Equal states have equal fingerprints and give equal bytes. */
  fingerprint(state: State): string;
  /** Pure but for fetching immutable revisions. */
  render(state: State): Promise<SiteDocument[]>;
  /**
   * Whether each change that led to a state is announced: whoever made it has the publisher look at this group afterwards.
   * Then a publisher may leave a state that others brought about to those who publish it. Absent: it never may.
   */
  isAnnounced?(state: State): boolean;
}

/** A first reading done elsewhere: the ETags remembered before it, and the state. */
export interface FirstReading<State> {
  etags: Map<string, ETag>;
  /** Keys of which the ETag is that of now, not one remembered from before. */
  looked?: ReadonlySet<string>;
  state: State;
}

/**
 * Reads a group's state now, for `bringUpToDate` to begin with later.
 * @param from what the group is to read from, where it takes that
 * @param until moment of the site objects from which on `from` may have been read
 */
export async function readFirst<State, Source = void>(
  site: SiteObjects,
  group: Omit<DocumentGroup<State>, 'read'> & { read(from: Source): Promise<State> },
  from: Source,
  until?: number,
): Promise<FirstReading<State>> {
  const etags = new Map<string, ETag>();
  for (const key of group.keys ?? []) {
    const etag = site.remembered(key, until);
    if (etag !== undefined) etags.set(key, etag);
  }
  return { etags, state: await group.read(from) };
}

/** What stood where documents were written or removed, by key. */
export type Replaced = ReadonlyMap<string, ETag>;

/** The catalog pointed at a revision that was deleted meanwhile: what was read is out of date. */
export class RevisionGoneError extends RetryableError {}

/** Rounds before a group that others keep changing is left to a redelivery. */
const rounds = 20;

/**
 * Makes the documents on the site equal to what the catalog calls for, however many others do the same.
 *
 * Each round reads the ETags, then the catalog, renders, and writes what differs on the condition that the ETags
 * still stand; then it reads the catalog again. Without the condition an older state could overwrite a newer one;
 * without the second reading, a withdrawal between reading and writing could be undone, because after it the
 * document (and so its ETag) may be the same as before. A state that is neither what was written nor what was replaced
 * is left to those who brought it about, see `isLeftToOthers`.
 * @returns whether anything was written
 * @throws RetryableError `still-changing` after many rounds; any error of S3, DynamoDB or the strict check
 */
export async function bringUpToDate<State>(
  site: SiteObjects,
  clock: Clock,
  group: DocumentGroup<State>,
  first?: FirstReading<State>,
): Promise<boolean> {
  const keys = new Set(group.keys);
  let reading = first && [...keys].every((key) => first.etags.has(key)) ? first : undefined;
  let wrote = false;
  for (let round = 1; round <= rounds; round++) {
    try {
      const { etags: known, looked, state } = reading ?? (await readAfterETags(site, group, keys));
      reading = undefined;
      const documents = await group.render(state);
      const unknown = documents.filter(({ key }) => !known.has(key));
      if (unknown.length > 0) {
        // Their names came out of the reading: their ETags first, then read again.
        for (const { key } of unknown) keys.add(key);
        continue;
      }
      const replaced = await writeAll(site, documents, known, looked);
      if (replaced.size === 0) return wrote;
      wrote = true;
      const again = await group.read();
      if (group.fingerprint(again) === group.fingerprint(state)) return true;
      if (await isLeftToOthers(group, again, replaced)) return true;
      // While articles keep coming, one look at many of them beats many looks.
      if (round > 2) await pause(clock, round);
    } catch (error) {
      if (!isOutOfDate(error)) throw error;
      await pause(clock, round);
    }
  }
  throw new RetryableError('still-changing', `${group.name} kept changing while it was published.`);
}

/**
 * Whether a publisher that finds another state than it has written may leave that to others.
 *
 * If the newest change before its write was not published yet, whoever publishes that change finds this write and looks
 * after it. If it was, the object showed it, so that is what was replaced; when the present state calls for something
 * else, there is a change since the write, and its publisher is still to come. Only a state that calls for what was
 * replaced may have been published by everybody else: this write has undone it, and nobody but its publisher knows.
 * Without this, publishers of a feed that changes all the time would never come to an end.
 * @param again the state as it was read after the write
 */
export async function isLeftToOthers<State>(
  group: Pick<DocumentGroup<State>, 'isAnnounced' | 'render'>,
  again: State,
  replaced: Replaced,
): Promise<boolean> {
  if (!group.isAnnounced?.(again)) return false;
  try {
    const due = new Map((await group.render(again)).map(({ key, body }) => [key, etagFor(body)]));
    return [...replaced].every(([key, etag]) => (due.get(key) ?? null) !== etag);
  } catch (error) {
    if (isOutOfDate(error)) return false;
    throw error;
  }
}

/** Whether an error says that what was read is no longer so, and a new round may do better. */
export function isOutOfDate(error: unknown): boolean {
  return error instanceof ObjectChangedError || error instanceof RevisionGoneError;
}

/**
 * Writes the documents that differ from what their ETags tell. @returns what they replaced
 * @throws ObjectChangedError when an object is no longer what its ETag says; others may have been written
 */
export async function writeAll(
  site: SiteObjects,
  documents: SiteDocument[],
  known: Map<string, ETag>,
  looked: ReadonlySet<string> = new Set(),
): Promise<Replaced> {
  const replaced = new Map<string, ETag>();
  await settled(
    documents.map(async (document) => {
      const etag = known.get(document.key) ?? null;
      if (await writeOne(site, document, etag, looked)) replaced.set(document.key, etag);
    }),
  );
  return replaced;
}

/** Longer each round, up to about two seconds, and never twice the same: others wait for the same moment. */
async function pause(clock: Clock, round: number): Promise<void> {
  await clock.sleep(5 * 2 ** Math.min(round, 8) * (0.5 + Math.random()));
}

async function readAfterETags<State>(
  site: SiteObjects,
  group: DocumentGroup<State>,
  keys: Set<string>,
): Promise<FirstReading<State>> {
  return { ...(await etagsOf(site, keys)), state: await group.read() };
}

/**
 * ETags of objects: as they are remembered, else as they are now.
 * @param until a moment of the site objects: what was remembered only after it doesn't count
 */
export async function etagsOf(
  site: SiteObjects,
  keys: Iterable<string>,
  until?: number,
): Promise<{ etags: Map<string, ETag>; looked: ReadonlySet<string> }> {
  const etags = new Map<string, ETag>();
  const looked = new Set<string>();
  const note = async (key: string) => {
    const remembered = site.remembered(key, until);
    if (remembered === undefined) looked.add(key);
    etags.set(key, remembered === undefined ? await site.look(key) : remembered);
  };
  await Promise.all([...keys].map(note));
  return { etags, looked };
}

async function writeOne(
  site: SiteObjects,
  { key, body, metadata }: SiteDocument,
  etag: ETag,
  looked: ReadonlySet<string>,
): Promise<boolean> {
  const wanted = etagFor(body);
  if (etag === wanted) {
    // A remembered ETag that fits proves nothing: others may have written since.
    if (looked.has(key) || (await site.look(key)) === wanted) {
      if (body !== undefined) await site.complete(key, body);
      return false;
    }
    throw new ObjectChangedError(`${key} is not what it was`);
  }
  if (body !== undefined) await site.put(key, body, etag, { metadata, ownETag: wanted ?? undefined });
  else if (etag !== null) await site.remove(key, etag);
  return true;
}

const etagFor = (body: string | undefined): ETag => (body === undefined ? null : etagOf(body));

/** Resolves once all are done; throws the first error if there was one, with no write still under way. */
async function settled(work: Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
