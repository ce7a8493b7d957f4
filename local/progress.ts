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
  catalog: Pick<Catalog, 'readMany'>;
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
    if (batch.name === 'ingest') await this.#ingested(batch);
    else for (const record of batch.event.Records) this.#afterPublish(record, batch);
  }

  async #ingested({ event, failed, error, startedAt }: FinishedBatch): Promise<void> {
    const done: UploadEvent[] = [];
    for (const record of event.Records) {
      for (const each of eventsOf(record)) {
        if (failed.has(record.messageId)) this.#reportFailure(record, each, error);
        else done.push(each);
      }
    }
    const { catalog } = this.#options;
    const keys = done.map(({ key }) => key);
    const { uploads } = await catalog.readMany(keys, []);
    const ids = [...uploads.values()].flatMap(({ articles }) => articles);
    const { articles } = await catalog.readMany([], ids);
    for (const each of done) {
      const upload = uploads.get(each.key);
      if (upload) this.#reportOutcome(each, upload, articles, startedAt);
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

  #reportOutcome(
    event: UploadEvent,
    upload: UploadRecord,
    articles: ReadonlyMap<string, ArticleRecord>,
    since: number,
  ): void {
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
        const article = articles.get(id);
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

  #afterPublish(record: SQSRecord, batch: FinishedBatch): void {
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
