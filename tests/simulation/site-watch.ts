import type { S3Model } from '../helpers/models/s3/s3-model.ts';
import { type AwsCommand, type CommandExecutor, operationOf } from '../helpers/models/service-model.ts';
import type { LogWatch } from './log-watch.ts';
import { names } from './pipeline.ts';
import { linkedPages } from './site-reader.ts';
import type { UploadHistory } from './upload-history.ts';

/** Stands before S3 and looks at every document that is put on the site, at the moment it gets there. */
export class SiteWatch implements CommandExecutor {
  readonly violations: string[] = [];
  /** Documents written to the site. */
  puts = 0;
  readonly #s3: S3Model;
  readonly #history: UploadHistory;
  readonly #now: () => number;
  readonly #everThere = new Set<string>();
  readonly #folders = new Map<string, string>();

  readonly #log: LogWatch;

  constructor(s3: S3Model, history: UploadHistory, now: () => number, log: LogWatch) {
    this.#s3 = s3;
    this.#log = log;
    this.#history = history;
    this.#now = now;
  }

  execute(command: AwsCommand): object {
    const { Bucket, Key, Body } = command.input as { Bucket?: string; Key?: string; Body?: unknown };
    const isPut = Bucket === names.site && operationOf(command) === 'PutObject';
    if (isPut && Key !== undefined && !('IfNoneMatch' in command.input)) this.#log.before(Key, String(Body));
    const answer = this.#s3.execute(command);
    if (isPut && Key !== undefined) {
      this.#log.after(Key, String(Body));
      this.puts += 1;
      this.#everThere.add(Key);
      this.#checkSecrets(Key, String(Body));
      this.#checkLinks(Key, String(Body));
      this.#checkAddress(Key);
    }
    return answer;
  }

  /** No byte of a draft, or of an article before its time. */
  #checkSecrets(key: string, body: string): void {
    for (const [marker] of body.matchAll(/mk\d{4}/g)) {
      if (!this.#history.isPublic(marker, this.#now())) {
        this.violations.push(
          `${key} shows ${marker} at ${new Date(this.#now()).toISOString()}, before its time`,
        );
      }
    }
  }

  /**
   * A head links only to archive pages that are there, or were: a page may go while a head that still links to it
   * is on its way, and the writer of that head then writes it again.
   */
  #checkLinks(key: string, body: string): void {
    if (key.includes('archive/') || key.startsWith('articles/')) return;
    for (const page of linkedPages(key, body)) {
      if (!this.#everThere.has(page)) this.violations.push(`${key} links to ${page}, which was never there`);
    }
  }

  /** An article keeps its address for good. */
  #checkAddress(key: string): void {
    const [, folder, id] = /^(articles\/.*-([0-9a-f]{8})\/)/.exec(key) ?? [];
    if (folder === undefined || id === undefined) return;
    const before = this.#folders.get(id);
    if (before !== undefined && before !== folder) this.violations.push(`${before} has moved to ${folder}`);
    this.#folders.set(id, folder);
  }
}
