import type { PublishedArticle } from '../shared/article/schema.ts';
import { type Change, ChangeLogReader } from './change-log.ts';
import { UnexpectedAnswerError, UnreachableError } from './errors.ts';
import { type FeedDocument, type FeedItem, FeedReader } from './feed.ts';
import { Reader, type ReaderOptions } from './reader.ts';

/** Stops whatever is under way; the reason is thrown. */
export interface Stoppable {
  signal?: AbortSignal;
}

/** How to wait for changes. */
export interface FollowOptions extends Stoppable {
  /** Between two looks at the log, on average. It is fresh for 30 seconds at the edge: more often finds nothing new. */
  everyMs?: number;
}

/** The edge may answer for so long with what it knew before a change, a missing address included. */
const staleMs = 90_000;
const freshPauseMs = 10_000;

/** A site that Dropwire publishes, as a program reads it: articles, feeds with their archives, and the change log. */
export class DropwireClient {
  readonly #reader: Reader;
  readonly #feeds: FeedReader;
  readonly #log: ChangeLogReader;

  /** @param siteUrl its address, such as `https://news.example/` */
  constructor(siteUrl: string, options: ReaderOptions = {}) {
    const base = siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`;
    this.#reader = new Reader(options);
    this.#feeds = new FeedReader(this.#reader, base);
    this.#log = new ChangeLogReader(this.#reader, base);
  }

  /** The newest entries of a feed; undefined when there is no such feed. @param feed `all`, `tags/ferries`… */
  head(feed = 'all', { signal }: Stoppable = {}): Promise<FeedDocument | undefined> {
    return this.#feeds.head(feed, signal);
  }

  /** Every article of a feed, each once, newest first, through its whole archive. */
  items(feed = 'all', { signal }: Stoppable = {}): AsyncGenerator<FeedItem, void, undefined> {
    return this.#feeds.items(feed, signal);
  }

  /** The cursor behind everything that the change log has told so far: take it before copying a site. */
  latestCursor({ signal }: Stoppable = {}): Promise<string> {
    return this.#log.latest(signal);
  }

  /** The changes behind a cursor, oldest first, up to the present; from the very first without one. @throws LogGapError */
  changes(cursor?: string, { signal }: Stoppable = {}): AsyncGenerator<Change, void, undefined> {
    return this.#log.read(cursor, signal);
  }

  /** The same without end: waits for changes, and yields each as it is told. @throws the signal's reason */
  async *follow(
    cursor?: string,
    { everyMs = 30_000, signal }: FollowOptions = {},
  ): AsyncGenerator<Change, never, undefined> {
    let at = cursor;
    for (;;) {
      for await (const change of this.#log.read(at, signal)) {
        at = change.cursor;
        yield change;
      }
      await this.#reader.sleep(everyMs * (0.5 + this.#reader.random()), signal);
    }
  }

  /**
   * An article in full; undefined when it is not there, or no longer. Given a change, never older than that change: the
   * edge may keep a copy for a minute, and until that is over this waits.
   * @param which the article's page, or a change of it
   * @throws UnreachableError when the copy stays too old
   */
  async article(which: string | Change, { signal }: Stoppable = {}): Promise<PublishedArticle | undefined> {
    const { url: page, toldAt } = typeof which === 'string' ? { url: which, toldAt: undefined } : which;
    const url = new URL('article.json', page).href;
    for (let pauses = 0; pauses <= staleMs / freshPauseMs; pauses++) {
      const read = await this.#reader.json(url, signal);
      if (read.status === 410) return undefined;
      if (read.status === 404) {
        // Withdrawn so long ago that nothing tells of it any more; or asked for just before it came.
        if (!toldAt || this.#reader.now() - toldAt.getTime() > staleMs) return undefined;
      } else if (!toldAt || !read.date || read.date >= toldAt) return articleOf(url, read.value);
      await this.#reader.sleep(freshPauseMs, signal);
    }
    throw new UnreachableError(url, staleMs / freshPauseMs + 1);
  }
}

function articleOf(url: string, value: unknown): PublishedArticle {
  const { id, content } = (value ?? {}) as Partial<PublishedArticle>;
  if (typeof id === 'string' && typeof content === 'object') return value as PublishedArticle;
  throw new UnexpectedAnswerError(url, 200, `${url} is no article.`);
}
