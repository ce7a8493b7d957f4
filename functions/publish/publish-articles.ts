import { type ArticleRecord, placesShown } from '../../shared/catalog/article-record.ts';
import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import { OutputCheckError } from '../../shared/errors.ts';
import { readSurroundings } from '../../shared/feeds/neighbours.ts';
import type { EntryPlace } from '../../shared/feeds/stretches.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { type ArticleFolder, type ArticleState, articleGroup } from './article-group.ts';
import { bringUpToDate, type FirstReading } from './bring-up-to-date.ts';
import { type FeedReading, type PublishDependencies, readingOf, readingSince } from './dependencies.ts';
import type { ETag } from './site-objects.ts';
import { type LookAgain, writeOnce } from './write-once.ts';

/** Articles brought up to date at the same time. */
const articlesAtOnce = 8;

/** Looks at what was written, with others changing it each time, before each is brought up to date by itself. */
const sharedLooks = 3;

/** The one document that tells of other articles. */
const pageOnly = ['index.html'] as const;
const pageKeys = (folder: string) => [`${folder}${pageOnly[0]}`] as const;

/**
 * The documents of the articles of one batch, and the pages beside them, which link to them.
 *
 * The feed of everything tells which these are. It is read once for the whole batch, and once more after everything is
 * written; each document still goes through the protocol of `bringUpToDate`.
 */
export class ArticlesOfBatch {
  readonly #deps: PublishDependencies;
  readonly #ids: ReadonlySet<string>;
  readonly #failed: (subject: string, error: unknown) => void;
  /** The feed of everything, from before anything of this batch was written. */
  readonly reading: FeedReading;
  /** What was written and has to be looked at again, with the articles whose messages depend on that. */
  #written: { articles: readonly string[]; look: LookAgain }[] = [];
  /** Moment of the site objects. */
  #lastWrite = 0;
  #looks = 0;

  /**
   * @param ids of the batch's articles
   * @param failed is told of each article whose message has to be delivered again, and why
   */
  constructor(
    deps: PublishDependencies,
    ids: ReadonlySet<string>,
    failed: (subject: string, error: unknown) => void,
  ) {
    this.#deps = deps;
    this.#ids = ids;
    this.#failed = failed;
    this.reading = readingOf(deps, 'all');
  }

  /** Brings the documents of one article up to date. @param folder its path */
  async publish(record: ArticleRecord, folder: string): Promise<void> {
    const { site, clock } = this.#deps;
    const { id, version } = record;
    const published = placesShown(record).find(({ feed }) => feed === 'all')?.published;
    const group = articleGroup(this.#deps, { id, folder, published });
    // A first version has no documents yet, most likely; a write finds out if it has.
    const etags = this.#remembered(group.keys, this.reading, version === 1 ? null : undefined);
    if (!etags) {
      await bringUpToDate(site, clock, group);
      return;
    }
    const state = await group.stateOf(record, this.reading.timeline);
    await this.#write([id], { id, folder, published }, { etags, state });
  }

  /**
   * Brings the pages beside places up to date. Those of articles of this batch are: they were written after all its
   * articles had come to their places.
   * @param places where articles of the feed of everything stand or stood
   */
  async link(places: Iterable<EntryPlace>): Promise<void> {
    const pages = new Map<string, { point: TimelinePoint; beside: Set<string> }>();
    await inParallel(articlesAtOnce, places, async (place) => {
      try {
        const { older, newer } = await readSurroundings(this.reading.timeline, place);
        for (const point of [older, newer]) {
          if (!point || this.#ids.has(point.id)) continue;
          const page = pages.get(point.id) ?? { point, beside: new Set() };
          pages.set(point.id, page);
          page.beside.add(place.id);
        }
      } catch (error) {
        this.#failed(place.id, error);
      }
    });
    const looked = new Set<string>();
    const each = (step: (point: TimelinePoint, beside: string[]) => Promise<void>) =>
      inParallel(articlesAtOnce, pages.values(), async ({ point, beside }) => {
        try {
          await step(point, [...beside]);
        } catch (error) {
          this.#failedBeside(point.id, [...beside], error);
        }
      });
    await each(async ({ path }) => {
      const [key] = pageKeys(path);
      if (this.#deps.site.remembered(key, this.reading.began)) return;
      await this.#deps.site.look(key);
      looked.add(key);
    });
    // What was looked at is newer than the reading; then that doesn't count.
    const reading = looked.size > 0 ? readingOf(this.#deps, 'all') : this.reading;
    await each((point, beside) => this.#linkPage(point, beside, reading, looked));
  }

  /** @param looked keys of which the ETag is that of now */
  async #linkPage(
    { id, path: folder, published }: TimelinePoint,
    articles: string[],
    reading: FeedReading,
    looked: ReadonlySet<string>,
  ): Promise<void> {
    const [key] = pageKeys(folder);
    const etags = this.#remembered([key], reading);
    // A page that is not there yet will be written by whoever publishes its article, and then with all its links.
    if (!etags?.get(key)) return;
    const page = { id, folder, published, documents: pageOnly };
    const state = await articleGroup(this.#deps, page).read(reading.timeline);
    await this.#write(articles, page, { etags, looked, state });
  }

  /** Looks again at all that was written, from one reading of the feed of everything. */
  async lookAgain(): Promise<void> {
    while (this.#written.length > 0) {
      const written = this.#written;
      this.#written = [];
      this.#looks += 1;
      const again = readingSince(this.#deps, 'all', this.#lastWrite);
      await inParallel(articlesAtOnce, written, async ({ articles, look }) => {
        try {
          await look(again);
        } catch (error) {
          for (const id of articles) this.#failed(id, error);
        }
      });
    }
  }

  async #write(
    articles: readonly string[],
    what: ArticleFolder,
    first: FirstReading<ArticleState>,
  ): Promise<void> {
    const { site, clock } = this.#deps;
    const group = articleGroup(this.#deps, what);
    const look = await writeOnce(site, clock, group, first, async (state, again) => {
      // Most likely another article has come beside it, which concerns the page alone.
      const page = { ...what, documents: pageOnly };
      const etags = this.#remembered(pageKeys(what.folder), again);
      if (group.sameArticle(state, first.state) && etags && this.#looks < sharedLooks) {
        await this.#write(articles, page, { etags, state });
      } else await bringUpToDate(site, clock, group);
    });
    if (!look) return;
    this.#written.push({ articles, look });
    this.#lastWrite = site.moment();
  }

  /** A page that fails the strict check has failed with its own article too, and must not hold up those beside it. */
  #failedBeside(id: string, articles: readonly string[], error: unknown): void {
    for (const subject of error instanceof OutputCheckError ? [id] : articles) this.#failed(subject, error);
  }

  /** ETags from before a reading; undefined unless all are known. @param otherwise what stands for one that isn't */
  #remembered(
    keys: readonly string[],
    { began }: FeedReading,
    otherwise?: null,
  ): Map<string, ETag> | undefined {
    const etags = new Map<string, ETag>();
    for (const key of keys) {
      const etag = this.#deps.site.remembered(key, began);
      if (etag === undefined && otherwise === undefined) return undefined;
      etags.set(key, etag ?? null);
    }
    return etags;
  }
}
