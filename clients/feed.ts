import { UnexpectedAnswerError } from './errors.ts';
import type { Reader } from './reader.ts';

/** One article as a feed shows it: JSON Feed 1.1, with what Dropwire adds to it. */
export interface FeedItem {
  id: string;
  url: string;
  title: string;
  summary?: string;
  content_html?: string;
  date_published: string;
  date_modified?: string;
  tags?: string[];
  authors?: { name: string; url?: string }[];
  language?: string;
  image?: string;
  attachments?: { url: string; mime_type: string; size_in_bytes?: number; duration_in_seconds?: number }[];
  [member: string]: unknown;
}

/** A head or an archive page of a feed. */
export interface FeedDocument {
  title: string;
  home_page_url?: string;
  feed_url?: string;
  /** The next older page. */
  next_url?: string;
  items: FeedItem[];
  [member: string]: unknown;
}

/** Walks of the archive that lose their way before they give up: pages are cut anew only now and then. */
const mostWalks = 5;

/** Reads feeds and their archives in JSON Feed. */
export class FeedReader {
  readonly #reader: Reader;
  readonly #siteUrl: string;

  /** @param siteUrl ends with a slash */
  constructor(reader: Reader, siteUrl: string) {
    this.#reader = reader;
    this.#siteUrl = siteUrl;
  }

  /** The newest entries of a feed; undefined when there is no such feed. @param feed `all`, `tags/ferries`… */
  head(feed: string, signal?: AbortSignal): Promise<FeedDocument | undefined> {
    return this.#read(this.#headUrl(feed), signal);
  }

  /**
   * Every article of a feed, each once, newest first, by its links from the head to its oldest archive page. What comes
   * or goes meanwhile may be missed: the change log tells of it.
   * @throws UnexpectedAnswerError when there is no such feed
   */
  async *items(feed: string, signal?: AbortSignal): AsyncGenerator<FeedItem, void, undefined> {
    const seen = new Set<string>();
    for (let walk = 1; ; walk++) {
      let url: string | undefined = this.#headUrl(feed);
      let document = await this.#read(url, signal);
      if (!document)
        throw new UnexpectedAnswerError(url, 404, `There is no feed ${feed}: ${url} is missing.`);
      while (document) {
        for (const item of document.items) {
          if (seen.has(item.id)) continue;
          seen.add(item.id);
          yield item;
        }
        url = document.next_url;
        document = url === undefined ? undefined : await this.#read(url, signal);
      }
      if (url === undefined) return;
      // The page has gone since it was linked to: its neighbours hold its articles, and the head leads there.
      // That head may be on its way, or a cache may hold the one before.
      if (walk === mostWalks) throw new UnexpectedAnswerError(url, 404, `${url} is linked to, but missing.`);
      await this.#reader.backOff(walk, signal);
    }
  }

  #headUrl(feed: string): string {
    const folder = feed === 'all' ? '' : `${feed.split('/').map(encodeURIComponent).join('/')}/`;
    return new URL(`${folder}feed.json`, this.#siteUrl).href;
  }

  async #read(url: string, signal: AbortSignal | undefined): Promise<FeedDocument | undefined> {
    const read = await this.#reader.json(url, signal);
    if (read.status !== 200) return undefined;
    const { items } = (read.value ?? {}) as Partial<FeedDocument>;
    if (!Array.isArray(items)) throw new UnexpectedAnswerError(url, 200, `${url} is no JSON Feed.`);
    return read.value as FeedDocument;
  }
}
