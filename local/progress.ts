import type { SQSRecord } from 'aws-lambda';
import { type UploadEvent, uploadEventsOf } from '../functions/ingest/upload-event.ts';
import type { ArticleRecord } from '../shared/catalog/article-record.ts';
import type { Catalog } from '../shared/catalog/catalog.ts';
import type { UploadRecord } from '../shared/catalog/upload-record.ts';
import { publishMessageSchema } from '../shared/publish-message-schema.ts';
import { queueSettings } from '../shared/resources/settings.ts';
import type { FinishedBatch } from './event-source.ts';

/** What became of an upload. `milliseconds` since the file reached the inbox bucket. */
export type ProgressReport = { key: string; milliseconds: number } & (
  | { kind: 'published' | 'updated'; title: string; url: string }
  | { kind: 'unchanged' | 'withdrawn' }
  /** A picture, sound or film, for articles to show. */
  | { kind: 'stored' }
  | { kind: 'scheduled'; title: string; due: string }
  | { kind: 'withheld'; title: string }
  | { kind: 'rejected'; code: string; reason: string }
  | { kind: 'failed'; attempt: number; attempts: number; reason: string }
);

/** What following the pipeline needs. */
export interface ProgressOptions {
  catalog: Pick<Catalog, 'readUpload' | 'readArticle'>;
  /** Ends with a slash. */
  siteUrl: string;
  now(): number;
  report(report: ProgressReport): void;
}

/** An article that was taken in and is not on the site yet, or not off it. */
interface Pending {
  /** Publish batches that began earlier don't count. */
  since: number;
  /** Names the upload, where it may be looked at once more before it is on the site: its pictures may arrive. */
  upload?: string;
  report(): ProgressReport;
}

const mostRemembered = 10_000;

/** Follows uploads through the pipeline by the batches that its functions finish, and reports each outcome once. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #pending = new Map<string, Pending[]>();
  /** When the last publish batch that named an article began. */
  readonly #published = new Map<string, number>();

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** To be told of every finished batch. */
  async batchFinished(batch: FinishedBatch): Promise<void> {
    const handle = batch.name === 'ingest' ? this.#ingested.bind(this) : this.#afterPublish.bind(this);
    await Promise.all(batch.event.Records.map((record) => handle(record, batch)));
  }

  async #ingested(record: SQSRecord, batch: FinishedBatch): Promise<void> {
    for (const event of eventsOf(record)) {
      if (batch.failed.has(record.messageId)) this.#reportFailure(record, event, batch.error);
      else await this.#reportOutcome(event, batch.startedAt);
    }
  }

  #reportFailure(record: SQSRecord, event: UploadEvent, error: unknown): void {
    this.#options.report({
      kind: 'failed',
      ...this.#subject(event),
      attempt: Number(record.attributes.ApproximateReceiveCount),
      attempts: queueSettings.ingest.maxReceiveCount,
      reason: error instanceof Error ? error.message : 'see the error above',
    });
  }

  async #reportOutcome(event: UploadEvent, since: number): Promise<void> {
    const upload = await this.#options.catalog.readUpload(event.key);
    if (!upload) return;
    const subject = () => this.#subject(event);
    if (upload.state === 'rejected') {
      const { code = '', reason = '' } = upload;
      this.#options.report({ kind: 'rejected', ...subject(), code, reason });
    } else if (upload.state === 'deleted') {
      const [id] = upload.dropped;
      const report = (): ProgressReport => ({ kind: 'withdrawn', ...subject() });
      if (id === undefined) this.#options.report(report());
      else this.#expect(id, { since, report });
    } else if (upload.media) {
      this.#options.report({ kind: 'stored', ...subject() });
    } else {
      for (const id of upload.articles) {
        const article = await this.#options.catalog.readArticle(id);
        if (article) this.#reportArticle(event, upload, article, since);
      }
    }
  }

  #reportArticle(event: UploadEvent, upload: UploadRecord, article: ArticleRecord, since: number): void {
    const claim = article.claims[event.key];
    if (!claim) return;
    const { title } = claim;
    const subject = () => this.#subject(event);
    // Equal content keeps the claim as it was, with the time of the upload that brought it.
    if (upload.lastModified !== undefined && claim.lastModified < upload.lastModified) {
      this.#options.report({ kind: 'unchanged', ...subject() });
    } else if (article.scheduledAt !== undefined) {
      this.#options.report({ kind: 'scheduled', ...subject(), title, due: article.scheduledAt });
    } else if (!article.shown) {
      this.#options.report({ kind: 'withheld', ...subject(), title });
    } else {
      const first =
        article.firstSeen === undefined || claim.lastModified.slice(0, 19) <= article.firstSeen.slice(0, 19);
      const url = new URL(article.path ?? '', this.#options.siteUrl).href;
      const kind = first ? 'published' : 'updated';
      const upload = `${event.key} ${claim.lastModified}`;
      this.#expect(article.id, { since, upload, report: () => ({ kind, ...subject(), title, url }) });
    }
  }

  /** Reports once a publish batch that began later has named the article; it may have done so already. */
  #expect(id: string, pending: Pending): void {
    if ((this.#published.get(id) ?? 0) >= pending.since) this.#options.report(pending.report());
    else {
      const others = this.#pending.get(id) ?? [];
      const isOther = ({ upload }: Pending) => upload === undefined || upload !== pending.upload;
      this.#pending.set(id, [...others.filter(isOther), pending]);
    }
  }

  async #afterPublish(record: SQSRecord, batch: FinishedBatch): Promise<void> {
    if (batch.failed.has(record.messageId)) return;
    for (const id of articlesOf(record)) {
      this.#published.delete(id);
      this.#published.set(id, batch.startedAt);
      const [oldest] = this.#published.keys();
      if (this.#published.size > mostRemembered && oldest !== undefined) this.#published.delete(oldest);
      const waiting = this.#pending.get(id) ?? [];
      this.#pending.delete(id);
      const later = waiting.filter(({ since }) => since > batch.startedAt);
      if (later.length > 0) this.#pending.set(id, later);
      for (const pending of waiting) if (!later.includes(pending)) this.#options.report(pending.report());
    }
  }

  #subject({ key, time }: UploadEvent): { key: string; milliseconds: number } {
    return { key, milliseconds: Math.max(0, this.#options.now() - Date.parse(time)) };
  }
}

/** The events that a message speaks of; none when it can't be understood. */
function eventsOf(record: SQSRecord): UploadEvent[] {
  try {
    return uploadEventsOf(record.body);
  } catch {
    return [];
  }
}

function articlesOf(record: SQSRecord): string[] {
  try {
    return publishMessageSchema.parse(JSON.parse(record.body)).articles;
  } catch {
    return [];
  }
}
