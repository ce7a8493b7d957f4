import type { ProgressReport } from '../progress.ts';

/** An upload since this run began, and the newest that is known of it. */
export interface BoardUpload {
  key: string;
  /** When it was written or deleted; milliseconds since the epoch. */
  since: number;
  deleted: boolean;
  /** Absent while it is on its way. */
  outcome?: ProgressReport;
  /** Articles that it brought to the site, the newest first. */
  articles: { title: string; url: string }[];
  /** The same of the version before. */
  articlesBefore: { title: string; url: string }[];
}

/** An article that came to the site. */
export interface BoardArticle {
  key: string;
  title: string;
  url: string;
  /** Milliseconds since the epoch. */
  at: number;
  milliseconds: number;
}

/** An event that was sent to the bus. */
export interface BoardEvent {
  type: string;
  /** The article's page, or the upload's key. */
  subject: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface NumberedReport {
  number: number;
  report: ProgressReport;
}

const mostUploads = 50;
const mostArticles = 10;
const mostArticlesPerUpload = 5;
const mostEvents = 10;
const mostReports = 500;
const mostLatencies = 200;
/**
 * A report's upload time is worked out from how long ago it was, in whole milliseconds of a clock read later. A report
 * that is earlier than the upload by more than this is about the version before.
 */
const clockToleranceMs = 40;

/** What the pipeline did since the run began, in memory: fed by the S3 server and by the progress reports. */
export class LiveBoard {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #uploads = new Map<string, BoardUpload>();
  readonly #reports: NumberedReport[] = [];
  #articles: BoardArticle[] = [];
  #latencies: number[] = [];
  #events: BoardEvent[] = [];
  #number = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The newest first. */
  get uploads(): BoardUpload[] {
    return [...this.#uploads.values()].reverse();
  }

  /** The newest first. */
  get articles(): readonly BoardArticle[] {
    return this.#articles;
  }

  /** Milliseconds from upload to live of the latest articles, the latest last. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  /** The newest first. */
  get events(): readonly BoardEvent[] {
    return this.#events;
  }

  /** The bus took an event. @param detail as `/schema/events.v1.json` says */
  happened(type: string, detail: unknown): void {
    const { url, key } = detail as { url?: string; key?: string };
    this.#events = [{ type, subject: url ?? key ?? '', at: this.#now() }, ...this.#events].slice(
      0,
      mostEvents,
    );
    this.#tell();
  }

  find(key: string): BoardUpload | undefined {
    return this.#uploads.get(key);
  }

  /** Number of the latest report; 0 before the first. */
  get latest(): number {
    return this.#number;
  }

  /** Reports that came later than that number, as far as they are still remembered. */
  reportsAfter(number: number): NumberedReport[] {
    return this.#reports.filter((each) => each.number > number);
  }

  /** An upload was written or deleted just now. */
  arrived(change: { key: string; deleted: boolean; time: number }): void {
    const { key, time: since, deleted } = change;
    const articlesBefore = this.#uploads.get(key)?.articles ?? [];
    this.#place({ key, since, deleted, articles: [], articlesBefore });
    this.#tell();
  }

  report(report: ProgressReport): void {
    this.#reports.push({ number: ++this.#number, report });
    if (this.#reports.length > mostReports) this.#reports.shift();
    this.#noteOutcome(report);
    this.#noteSite(report);
    this.#tell();
  }

  /** Calls back after each change. @returns a function that ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #noteOutcome(report: ProgressReport): void {
    const since = this.#now() - report.milliseconds;
    const known = this.#uploads.get(report.key);
    if (known && since < known.since - clockToleranceMs) {
      if ('url' in report) known.articlesBefore = withArticle(known.articlesBefore, report);
      return;
    }
    const deleted = report.kind === 'withdrawn';
    const upload = known ?? { key: report.key, since, deleted, articles: [], articlesBefore: [] };
    upload.outcome = report;
    if (report.kind === 'unchanged') upload.articles = upload.articlesBefore;
    if ('url' in report) upload.articles = withArticle(upload.articles, report);
    if (!known) this.#place(upload);
  }

  #noteSite(report: ProgressReport): void {
    if (report.kind === 'withdrawn') this.#articles = this.#articles.filter(({ key }) => key !== report.key);
    if (!('url' in report)) return;
    const { key, title, url, milliseconds } = report;
    const others = this.#articles.filter((article) => article.url !== url);
    this.#articles = [{ key, title, url, milliseconds, at: this.#now() }, ...others].slice(0, mostArticles);
    this.#latencies = [...this.#latencies, milliseconds].slice(-mostLatencies);
  }

  /** The latest change stands last in the map. */
  #place(upload: BoardUpload): void {
    this.#uploads.delete(upload.key);
    this.#uploads.set(upload.key, upload);
    const [oldest] = this.#uploads.keys();
    if (this.#uploads.size > mostUploads && oldest !== undefined) this.#uploads.delete(oldest);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function withArticle(
  articles: BoardUpload['articles'],
  { title, url }: { title: string; url: string },
): BoardUpload['articles'] {
  const others = articles.filter((article) => article.url !== url);
  return [{ title, url }, ...others].slice(0, mostArticlesPerUpload);
}
