import { type ArticleChange, changeOf } from '../../shared/catalog/article-change.ts';
import {
  type ArticleRecord,
  applyClaim,
  type Claim,
  differs,
  emptyRecord,
  settle,
} from '../../shared/catalog/article-record.ts';
import { CatalogConflictError } from '../../shared/catalog/catalog.ts';
import { compareSequencers, type UploadRecord } from '../../shared/catalog/upload-record.ts';
import { eventOfRejection } from '../../shared/events/events.ts';
import { announceHints, articleHints, type PublishHint } from '../../shared/publish-messages.ts';
import { maxArticlesPerUpload, tombstoneDays } from '../../shared/resources/settings.ts';
import type { IngestDependencies } from './dependencies.ts';
import { judgeUpload, type Verdict } from './judge-upload.ts';
import { lookAgainAtReferrers } from './media-references.ts';
import type { JudgedArticle } from './read-articles.ts';
import { wholeSecond } from './read-upload.ts';
import { claimOf, storeRevision } from './store-revision.ts';
import { tagUpload } from './tag-upload.ts';
import type { UploadEvent } from './upload-event.ts';

/** What became of an upload, for logs and metrics. */
export interface IngestOutcome {
  key: string;
  /** `stale`: a newer event had been dealt with; `unchanged`: the content was known. */
  result: 'accepted' | 'rejected' | 'deleted' | 'unchanged' | 'stale';
  articles: string[];
  code?: string;
  /** Why it was rejected, as the uploader is told. */
  reason?: string;
  /** What readers are to see of it. */
  changes: ArticleChange[];
}

/** Sends hints to the publisher. @throws RetryableError `queue-refused` */
export type TellPublisher = (hints: PublishHint[]) => Promise<void>;

/** Attempts at a write that others keep overtaking, before the message goes back to the queue. */
const attempts = 8;

/**
 * Brings the catalog up to an upload's present state.
 *
 * The order of writes makes a crash anywhere harmless: first the revision, then one transaction in the catalog, then
 * the message to the publisher, and only then is the event acknowledged. An event that was dealt with before (or is
 * older than one that was) is announced again, because the earlier handler may have died before it could.
 * @param tell sends the message to the publisher, or keeps it for the caller to send before the event is acknowledged
 */
export async function ingestUpload(
  deps: IngestDependencies,
  event: UploadEvent,
  tell: TellPublisher = (hints) => announceHints(deps.sqs, deps.config.publishQueueUrl, hints),
): Promise<IngestOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryIngest(deps, event, tell);
    } catch (error) {
      if (!(error instanceof CatalogConflictError) || attempt === attempts) throw error;
      await deps.clock.sleep(10 * 2 ** attempt);
    }
  }
}

async function tryIngest(
  deps: IngestDependencies,
  event: UploadEvent,
  tell: TellPublisher,
): Promise<IngestOutcome> {
  const { catalog } = deps;
  // A backfill has no sequencer to compare: there the record is read before the object, so that an event that is
  // dealt with in between makes the write fail.
  const early = event.sequencer === undefined ? await catalog.readUpload(event.key) : undefined;
  const verdict = await judgeUpload(deps, event.key);
  const claimed = verdict.state === 'deleted' ? [] : verdict.articles.map(({ article }) => article.id);
  // Nearly always one article: then both records take one request.
  const { upload, articles } =
    event.sequencer === undefined
      ? { upload: early, articles: new Map() }
      : await catalog.readUploadAndArticles(event.key, claimed.length === 1 ? claimed : []);
  const work = new UploadWork(deps, tell, event, verdict, upload, articles);
  if (work.overtaken()) return work.repeatAnnouncement();
  return work.bringUp();
}

/** The work on one upload, given what the inbox and the catalog said of it. */
class UploadWork {
  readonly #deps: IngestDependencies;
  readonly #tell: TellPublisher;
  readonly #event: UploadEvent;
  readonly #verdict: Verdict;
  readonly #upload: UploadRecord | undefined;
  /** Records that were read with that of the upload. */
  readonly #articles: ReadonlyMap<string, ArticleRecord | undefined>;
  readonly #now: string;
  readonly #judged: Map<string, JudgedArticle>;
  readonly #changes: ArticleChange[] = [];

  constructor(
    deps: IngestDependencies,
    tell: TellPublisher,
    event: UploadEvent,
    verdict: Verdict,
    upload: UploadRecord | undefined,
    articles: ReadonlyMap<string, ArticleRecord | undefined>,
  ) {
    this.#deps = deps;
    this.#tell = tell;
    this.#articles = articles;
    this.#event = event;
    this.#verdict = verdict;
    this.#upload = upload;
    this.#now = new Date(deps.clock.now()).toISOString();
    const judged = verdict.state === 'deleted' ? [] : verdict.articles;
    this.#judged = new Map(judged.map((one) => [one.article.id, one]));
  }

  /** Whether this event, or a newer one of the same key, has been dealt with already. */
  overtaken(): boolean {
    const { sequencer } = this.#event;
    if (!this.#upload || sequencer === undefined) return false;
    const order = compareSequencers(sequencer, this.#upload.sequencer);
    return order < 0 || (order === 0 && this.#upload.state !== 'working');
  }

  async repeatAnnouncement(): Promise<IngestOutcome> {
    const upload = this.#upload as UploadRecord;
    const firstSeen = this.#firstSeen();
    if (firstSeen !== upload.firstSeen) await this.#backdate(upload, firstSeen);
    await this.#announce([...upload.articles, ...upload.dropped]);
    await lookAgainAtReferrers(this.#deps, upload.key, this.#event.time);
    await tagUpload(this.#deps.s3, this.#deps.config.inboxBucket, this.#verdict);
    await this.#tellOfRejection(upload);
    return { key: upload.key, result: 'stale', articles: upload.articles, changes: [] };
  }

  /**
   * An old event that comes late may still tell that the upload was there earlier than was known. The upload's record
   * goes last: as long as it is not changed, a redelivery does all of this again.
   */
  async #backdate(upload: UploadRecord, firstSeen: string | undefined): Promise<void> {
    for (const id of upload.articles) {
      const before = await this.#deps.catalog.readArticle(id);
      const claim = before?.claims[upload.key];
      if (!before || !claim) continue;
      const change = { key: upload.key, claim, at: claim.lastModified, firstSeen };
      await this.#commitArticle(before, settle(before, applyClaim(before, change), this.#now, change.at));
    }
    await this.#deps.catalog.commit({ upload: { before: upload, after: { ...upload, firstSeen } } });
  }

  async bringUp(): Promise<IngestOutcome> {
    const { key } = this.#event;
    const claimed = [...this.#judged.keys()];
    const touched = [...new Set([...(this.#upload?.articles ?? []), ...claimed])];
    const [only] = touched;
    const after = this.#uploadRecord(claimed);
    let changed: string[];
    if (touched.length <= 1) changed = await this.#inOneTransaction(only, after);
    else changed = await this.#oneByOne(touched, after);
    await this.#announce(changed);
    const newMedia = after.media?.name !== this.#upload?.media?.name;
    if (newMedia) await lookAgainAtReferrers(this.#deps, key, this.#event.time);
    await tagUpload(this.#deps.s3, this.#deps.config.inboxBucket, this.#verdict);
    await this.#tellOfRejection(after);
    const { state } = this.#verdict;
    const same = changed.length === 0 && this.#changes.length === 0 && !newMedia;
    const result = state === 'accepted' && same ? 'unchanged' : state;
    const { code, reason } = after;
    return { key, result, articles: claimed, code, reason, changes: this.#changes };
  }

  /** Before the event is acknowledged; a redelivery tells it again, under the same idempotency key. */
  async #tellOfRejection(upload: UploadRecord): Promise<void> {
    if (upload.state === 'rejected') await this.#deps.events?.send([eventOfRejection(upload)]);
  }

  /** The usual upload: one article, or none. */
  async #inOneTransaction(id: string | undefined, after: UploadRecord): Promise<string[]> {
    const upload = { before: this.#upload, after };
    const article = id === undefined ? undefined : await this.#changeOf(id);
    await this.#deps.catalog.commit({ upload, article: article?.changed ? article : undefined });
    return article?.changed && id !== undefined ? [id] : [];
  }

  /**
   * An upload of several articles: too much for one transaction. It is marked as being worked on, with every article
   * it claims or claimed; each article's own transaction is void once a newer event has taken the upload over.
   */
  async #oneByOne(touched: string[], after: UploadRecord): Promise<string[]> {
    const { catalog } = this.#deps;
    const working: UploadRecord = { ...after, state: 'working', articles: touched };
    await catalog.commit({ upload: { before: this.#upload, after: working } });
    const guard = { ...working, version: (this.#upload?.version ?? 0) + 1 };
    const changed: string[] = [];
    for (const id of touched) {
      const article = await this.#changeOf(id);
      if (article.changed) {
        await catalog.commit({ guard, article });
        changed.push(id);
      }
    }
    // A redelivery finds the articles done that an earlier attempt may not have announced.
    const resumed = this.#upload?.state === 'working';
    await this.#announce(resumed ? touched : changed);
    await catalog.commit({ upload: { before: guard, after } });
    return [];
  }

  async #changeOf(
    id: string,
  ): Promise<{ before: ArticleRecord; after: ArticleRecord; at: string; changed: boolean }> {
    const { s3, catalog, config } = this.#deps;
    const known = this.#articles.has(id) ? this.#articles.get(id) : await catalog.readArticle(id);
    const before = known ?? emptyRecord(id);
    const judged = this.#judged.get(id);
    const at = this.#changedAt();
    let claim: Claim | undefined;
    if (judged) {
      claim = claimOf(judged, before, at);
      const known = before.claims[this.#event.key]?.hash === claim.hash;
      if (!known) await storeRevision(s3, config.storeBucket, claim.revision, judged.article);
    }
    const change = { key: this.#event.key, claim, at, firstSeen: this.#firstSeen() };
    const after = settle(before, applyClaim(before, change), this.#now, at);
    const shown = changeOf(before, after, at);
    if (shown) this.#changes.push(shown);
    return { before, after, at, changed: differs(before, after) };
  }

  async #commitArticle(before: ArticleRecord, after: ArticleRecord): Promise<void> {
    await this.#deps.catalog.commit({ article: { before, after } });
  }

  async #announce(articles: string[]): Promise<void> {
    await this.#tell(articleHints(articles, this.#changes));
  }

  /** When the content came that the articles have now; of a deletion, its own time. */
  #changedAt(): string {
    const verdict = this.#verdict;
    if (verdict.state === 'deleted') return this.#event.time;
    return verdict.state === 'rejected' ? verdict.articlesFrom : verdict.upload.lastModified;
  }

  #firstSeen(): string | undefined {
    const times = [
      this.#upload?.firstSeen,
      this.#event.created ? wholeSecond(this.#event.time) : undefined,
      this.#verdict.state === 'deleted' ? undefined : this.#changedAt(),
    ];
    return times.filter((time) => time !== undefined).sort()[0];
  }

  /** Articles this upload claimed once: a handler that died may not have told the publisher of them. */
  #dropped(articles: string[]): string[] {
    const former = [...(this.#upload?.articles ?? []), ...(this.#upload?.dropped ?? [])];
    return [...new Set(former)].filter((id) => !articles.includes(id)).slice(0, maxArticlesPerUpload);
  }

  #uploadRecord(articles: string[]): UploadRecord {
    const verdict = this.#verdict;
    const common = {
      key: this.#event.key,
      version: this.#upload?.version ?? 0,
      sequencer: this.#event.sequencer ?? this.#upload?.sequencer ?? '',
      state: verdict.state,
      articles,
      dropped: this.#dropped(articles),
      firstSeen: this.#firstSeen(),
      at: this.#now,
    };
    if (verdict.state === 'deleted') {
      return { ...common, expires: Math.floor(this.#deps.clock.now() / 1000) + tombstoneDays * 86_400 };
    }
    const { lastModified, versionId, etag, size } = verdict.upload;
    const seen = { ...common, lastModified, versionId, etag, bytes: size };
    return verdict.state === 'accepted'
      ? { ...seen, media: verdict.media, reason: verdict.leftOut }
      : { ...seen, code: verdict.code, reason: verdict.reason };
  }
}
