import type { ChangeOutbox } from '../../shared/catalog/change-outbox.ts';
import type { PendingChange } from '../../shared/catalog/pending-change.ts';
import {
  type ChangePage,
  isFull,
  nameOfChange,
  newPage,
  parsePage,
  recordOf,
  renderPage,
  sealedPage,
} from '../../shared/changes/change-page.ts';
import type { Clock } from '../../shared/clock.ts';
import { RetryableError } from '../../shared/errors.ts';
import { changesKey, sealedChangesPageKey } from '../../shared/resources/object-keys.ts';
import { type ETag, etagOf, ObjectChangedError, type SiteObjects } from './site-objects.ts';

/** The log's open page as it was seen last. */
interface Head {
  etag: ETag;
  page: ChangePage;
  /** Number of the record before the first that can follow. */
  last: number;
}

/** Rounds lost to other publishers before the changes are left to a redelivery. */
const rounds = 20;

/**
 * The change log, as one process writes it. Why it loses, repeats and reorders nothing is in docs/change-log.md.
 *
 * All that is appended goes through one object, written with If-Match; a page that is full is written for good under an
 * address of its own before that object goes on to the next page. Changes wait in the catalog until the page that holds
 * them is sealed, so that the open page and the catalog together always tell what has been logged.
 */
export class ChangeLog {
  readonly #site: SiteObjects;
  readonly #outbox: ChangeOutbox;
  readonly #clock: Clock;
  readonly #size: number;
  readonly #tell: (changes: PendingChange[]) => Promise<void>;
  #head: Head | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param size records of a new page
   * @param tell sends events of changes; what is in the log was sent before, at least once
   */
  constructor(
    site: SiteObjects,
    outbox: ChangeOutbox,
    clock: Clock,
    size: number,
    tell: (changes: PendingChange[]) => Promise<void> = async () => {},
  ) {
    this.#site = site;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#size = size;
    this.#tell = tell;
  }

  /** The open page as this process saw it last: to be noted before changes are read. */
  get page(): number | undefined {
    return this.#head?.page.page;
  }

  /**
   * Appends the changes that the log doesn't hold yet.
   * @param changes as they wait in the catalog; each article's oldest first
   * @param since `page` as it was before they were read
   * @param readAgain reads them once more
   * @returns how many were appended
   * @throws RetryableError `still-changing`, `change-log-damaged`; errors of S3 and DynamoDB
   */
  append(
    changes: PendingChange[],
    since: number | undefined,
    readAgain: () => Promise<PendingChange[]>,
  ): Promise<number> {
    // On one machine invocations share a process: they would only take the head from each other.
    const turn = this.#turn.then(() => this.#append(changes, since, readAgain));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #append(
    changes: PendingChange[],
    since: number | undefined,
    readAgain: () => Promise<PendingChange[]>,
  ): Promise<number> {
    let waiting = changes;
    let known = since;
    let appended = 0;
    for (let lost = 0; lost < rounds; ) {
      try {
        let head = this.#head ?? (await this.#readHead());
        this.#head = head;
        if (head.page.page !== known) {
          // A page was sealed since they were read, and may hold some of them: those no longer wait.
          waiting = await readAgain();
          known = head.page.page;
        }
        const missing = missingIn(head.page, waiting);
        if (missing.length === 0) return appended;
        if (isFull(head.page)) head = await this.#seal(head);
        const some = missing.slice(0, head.page.size - head.page.records.length);
        await this.#tell(some);
        head = await this.#write(head, some);
        appended += some.length;
        // A page that was sealed here, on top of what was known, holds none of those that are left.
        known = head.page.page;
        waiting = missing.slice(some.length);
      } catch (error) {
        this.#head = undefined;
        if (!(error instanceof ObjectChangedError)) throw error;
        lost += 1;
        await this.#clock.sleep(5 * 2 ** Math.min(lost, 8) * (0.5 + Math.random()));
      }
    }
    throw new RetryableError('still-changing', 'The change log kept changing while it was written.');
  }

  async #write({ etag, page, last }: Head, changes: PendingChange[]): Promise<Head> {
    const records = changes.map((change, index) => recordOf(change, last + 1 + index));
    const grown = { ...page, records: [...page.records, ...records] };
    const body = renderPage(grown);
    const ownETag = etagOf(body);
    await this.#site.put(changesKey, body, etag, { ownETag });
    const head = { etag: ownETag, page: grown, last: last + records.length };
    this.#head = head;
    return head;
  }

  async #readHead(): Promise<Head> {
    const object = await this.#site.read(changesKey);
    const page = object && parsePage(object.body);
    const last = page?.records.at(-1)?.sequence;
    if (object && page && last !== undefined) return { etag: object.etag, page, last };
    return this.#begin(object?.etag ?? null);
  }

  /**
   * A log that has no head: a new one; or its head was lost or damaged, and then the numbers that it may have given out
   * are left out for good, by which readers know. What the lost page held still waits in the catalog.
   */
  async #begin(etag: ETag): Promise<Head> {
    const sealed = await this.#outbox.readSealed();
    const last = sealed ? sealed.sequence + this.#size : 0;
    const page = sealed?.page ?? 0;
    await this.#outbox.noteSealed({ page, sequence: last });
    return { etag, page: newPage(page + 1, this.#size), last };
  }

  /**
   * Makes a full page immutable. Nobody appends to a full page, so whoever seals it writes the same. Its changes stop
   * waiting before the head goes on: a change that waits is in no sealed page.
   * @returns the next page, yet to be written
   */
  async #seal({ etag, page, last }: Head): Promise<Head> {
    await this.#outbox.remove(page.records);
    await this.#outbox.noteSealed({ page: page.page, sequence: last });
    const key = sealedChangesPageKey(page.page);
    const body = renderPage(sealedPage(page));
    try {
      await this.#site.put(key, body, null);
    } catch (error) {
      if (!(error instanceof ObjectChangedError)) throw error;
      const there = await this.#site.look(key);
      if (there === null) throw error;
      if (there !== etagOf(body)) {
        throw new RetryableError(
          'change-log-damaged',
          `${key} is not the page that /${changesKey} has filled. Remove /${changesKey}: the log goes on behind a gap.`,
        );
      }
    }
    return { etag, page: newPage(page.page + 1, this.#size), last };
  }
}

function missingIn(page: ChangePage, changes: PendingChange[]): PendingChange[] {
  const logged = new Set(page.records.map(nameOfChange));
  return changes.filter((change) => !logged.has(nameOfChange(change)));
}
