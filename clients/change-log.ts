import { LogGapError, UnexpectedAnswerError } from './errors.ts';
import type { Read, Reader } from './reader.ts';

/** One change of one article. */
export interface Change {
  /** Rises by one with each change of the site. */
  sequence: number;
  /** Of the article, a UUID. */
  id: string;
  /** Rises with each change of the same article. */
  version: number;
  kind: 'published' | 'updated' | 'withdrawn';
  /** When it was made, ISO 8601 UTC. */
  at: string;
  /** Page of the article, absolute. */
  url: string;
  /** Names the content; absent of a withdrawal. */
  hash?: string;
  /** Feeds the article stands in after the change; of a withdrawal, those it stood in. */
  feeds: string[];
  /** Feeds that an update took it out of. */
  left?: string[];
  /** To be stored once this change has been dealt with: reading goes on behind it. */
  cursor: string;
  /** When the site told of it, as far as known: a copy of the article that is older may be out of date. */
  toldAt?: Date;
}

interface Page {
  page: number;
  pages: string;
  records: Omit<Change, 'cursor' | 'toldAt'>[];
}

/** Where a reader stands: the page, and the last record it has seen; before any record, the page alone. */
interface Position {
  page: number;
  sequence: number | undefined;
}

/** Reads a site's change log, page by page, from a cursor to the present. */
export class ChangeLogReader {
  readonly #reader: Reader;
  readonly #headUrl: string;

  /** @param siteUrl ends with a slash */
  constructor(reader: Reader, siteUrl: string) {
    this.#reader = reader;
    this.#headUrl = new URL('changes.json', siteUrl).href;
  }

  /** The cursor behind everything that has been told so far. */
  async latest(signal?: AbortSignal): Promise<string> {
    const head = await this.#read(this.#headUrl, signal);
    return head ? cursorOf(head.page.page, head.page.records.at(-1)?.sequence) : cursorOf(1, 0);
  }

  /**
   * The changes behind a cursor, oldest first, up to the present.
   * @param cursor without one, from the very first
   * @throws LogGapError when the log doesn't lead on from there
   */
  async *read(cursor: string | undefined, signal?: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const head = await this.#read(this.#headUrl, signal);
    if (!head) return;
    let at: Position = cursor === undefined ? { page: 1, sequence: undefined } : positionOf(cursor);
    while (at.page < head.page.page) {
      const address = head.page.pages.replace('{page}', String(at.page));
      const full = await this.#read(new URL(address, this.#headUrl).href, signal);
      if (!full) throw new LogGapError();
      at = yield* changesIn(full, at, this.#headUrl);
      at = { ...at, page: at.page + 1 };
    }
    // A copy of the head that is older than the cursor has nothing new.
    if (at.page === head.page.page) yield* changesIn(head, at, this.#headUrl);
  }

  async #read(url: string, signal: AbortSignal | undefined) {
    const read = await this.#reader.json(url, signal);
    return read.status === 200 ? { page: pageOf(url, read), toldAt: read.lastModified } : undefined;
  }
}

function* changesIn(
  { page, toldAt }: { page: Page; toldAt: Date | undefined },
  at: Position,
  base: string,
): Generator<Change, Position, undefined> {
  let { sequence } = at;
  for (const record of page.records) {
    if (sequence !== undefined && record.sequence <= sequence) continue;
    if (sequence !== undefined && record.sequence !== sequence + 1) throw new LogGapError();
    sequence = record.sequence;
    const url = new URL(record.url, base).href;
    yield { ...record, url, cursor: cursorOf(page.page, sequence), toldAt };
  }
  return { page: page.page, sequence };
}

const cursorOf = (page: number, sequence: number | undefined): string => `${page}-${sequence ?? 0}`;

function positionOf(cursor: string): Position {
  const [, page, sequence] = /^([1-9]\d*)-(\d+)$/.exec(cursor) ?? [];
  if (page === undefined) throw new TypeError(`${JSON.stringify(cursor)} is no cursor of a change log.`);
  return { page: Number(page), sequence: Number(sequence) };
}

function pageOf(url: string, { value }: Read): Page {
  const { page, pages, records } = (value ?? {}) as Partial<Page>;
  if (typeof page === 'number' && typeof pages === 'string' && Array.isArray(records)) {
    return { page, pages, records };
  }
  throw new UnexpectedAnswerError(url, 200, `${url} is no page of a change log.`);
}
