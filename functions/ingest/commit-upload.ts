import { changeOf } from '../../shared/catalog/article-change.ts';
import type { ArticleChange } from '../../shared/catalog/article-change-schema.ts';
import {
  type ArticleRecord,
  applyClaim,
  type Claim,
  differs,
  emptyRecord,
  settle,
} from '../../shared/catalog/article-record.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import type { IngestDependencies } from './dependencies.ts';
import type { JudgedArticle } from './read-articles.ts';
import { claimOf, storeRevision } from './store-revision.ts';
import { changedAt, firstSeenOf, type UploadFacts } from './upload-facts.ts';

/** Writes what an upload changes, in the store and in the catalog. */
export class UploadCommit {
  /** What readers are to see of it, as far as it has come. */
  readonly changes: ArticleChange[] = [];
  readonly #deps: IngestDependencies;
  readonly #facts: UploadFacts;
  readonly #read: ReadonlyMap<string, ArticleRecord | undefined>;
  readonly #judged: Map<string, JudgedArticle>;

  /** @param read articles' records that were read with that of the upload */
  constructor(
    deps: IngestDependencies,
    facts: UploadFacts,
    read: ReadonlyMap<string, ArticleRecord | undefined>,
  ) {
    this.#deps = deps;
    this.#facts = facts;
    this.#read = read;
    const judged = facts.verdict.state === 'deleted' ? [] : facts.verdict.articles;
    this.#judged = new Map(judged.map((one) => [one.article.id, one]));
  }

  /** Ids of the articles that the upload claims now. */
  get claimed(): string[] {
    return [...this.#judged.keys()];
  }

  /**
   * @param after the record that the upload is to have
   * @param announce tells the publisher of articles, where that can't wait
   * @returns articles that were changed and not announced yet
   * @throws CatalogConflictError when somebody else was faster
   */
  async write(after: UploadRecord, announce: (articles: string[]) => Promise<void>): Promise<string[]> {
    const touched = [...new Set([...(this.#facts.upload?.articles ?? []), ...this.claimed])];
    const [only] = touched;
    if (touched.length <= 1) return this.#inOneTransaction(only, after);
    await this.#oneByOne(touched, after, announce);
    return [];
  }

  /** The usual upload: one article, or none. */
  async #inOneTransaction(id: string | undefined, after: UploadRecord): Promise<string[]> {
    const upload = { before: this.#facts.upload, after };
    const article = id === undefined ? undefined : await this.#changeOf(id);
    await this.#deps.catalog.commit({ upload, article: article?.changed ? article : undefined });
    return article?.changed && id !== undefined ? [id] : [];
  }

  /**
   * An upload of several articles: too much for one transaction. It is marked as being worked on, with every article
   * it claims or claimed; each article's own transaction is void once a newer event has taken the upload over.
   */
  async #oneByOne(
    touched: string[],
    after: UploadRecord,
    announce: (articles: string[]) => Promise<void>,
  ): Promise<void> {
    const { catalog } = this.#deps;
    const { upload } = this.#facts;
    const working: UploadRecord = { ...after, state: 'working', articles: touched };
    await catalog.commit({ upload: { before: upload, after: working } });
    const guard = { ...working, version: (upload?.version ?? 0) + 1 };
    const changed: string[] = [];
    for (const id of touched) {
      const article = await this.#changeOf(id);
      if (article.changed) {
        await catalog.commit({ guard, article });
        changed.push(id);
      }
    }
    // A redelivery finds the articles done that an earlier attempt may not have announced.
    const resumed = upload?.state === 'working';
    await announce(resumed ? touched : changed);
    await catalog.commit({ upload: { before: guard, after } });
  }

  /** What the upload makes of an article. Its revision is in the store when this returns. */
  async #changeOf(
    id: string,
  ): Promise<{ before: ArticleRecord; after: ArticleRecord; at: string; changed: boolean }> {
    const { s3, catalog, config } = this.#deps;
    const { key } = this.#facts.event;
    const record = this.#read.has(id) ? this.#read.get(id) : await catalog.readArticle(id);
    const before = record ?? emptyRecord(id);
    const judged = this.#judged.get(id);
    const at = changedAt(this.#facts);
    let claim: Claim | undefined;
    if (judged) {
      claim = claimOf(judged, before, at);
      const known = before.claims[key]?.hash === claim.hash;
      if (!known) await storeRevision(s3, config.storeBucket, claim.revision, judged.article);
    }
    const change = { key, claim, at, firstSeen: firstSeenOf(this.#facts) };
    const after = settle(before, applyClaim(before, change), new Date(this.#facts.now).toISOString(), at);
    const shown = changeOf(before, after, at);
    if (shown) this.changes.push(shown);
    return { before, after, at, changed: differs(before, after) };
  }
}
