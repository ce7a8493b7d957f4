import {
  type BackoffOptions,
  defaultBackoff,
  passingStatuses,
  retryAfterMs,
  sleep,
  waitMs,
} from './backoff.ts';
import { UnexpectedAnswerError, UnreachableError } from './errors.ts';

/** What a client takes from outside; all of it has a default. */
export interface ReaderOptions {
  fetch?: typeof fetch;
  /** Sent with every request: a User-Agent, say. */
  headers?: Record<string, string>;
  backoff?: Partial<BackoffOptions>;
  /** For tests: how to wait, what time it is (milliseconds), and a number of at least 0 and below 1. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  now?: () => number;
  random?: () => number;
}

/** A JSON document of the site, or that there is none. */
export interface Read {
  /** 404: there is none; 410: it was withdrawn. */
  status: 200 | 404 | 410;
  /** Undefined when there is none. */
  value: unknown;
  /** When the site wrote it, and when the answer left it, as far as headers tell; in whole seconds. */
  lastModified: Date | undefined;
  date: Date | undefined;
}

interface Kept {
  validators: Record<string, string>;
  read: Read;
}

/** Documents kept to be asked for conditionally. */
const mostKept = 100;

/**
 * Reads JSON documents over HTTP: asks only for what has changed since it asked last (ETag, Last-Modified; RFC 9110,
 * 13.1), tries again what may pass, and waits as long as the server asks for.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #backoff: BackoffOptions;
  readonly #kept = new Map<string, Kept>();
  readonly sleep: NonNullable<ReaderOptions['sleep']>;
  readonly now: () => number;
  readonly random: () => number;

  constructor(options: ReaderOptions = {}) {
    this.#options = options;
    this.#backoff = { ...defaultBackoff, ...options.backoff };
    this.sleep = options.sleep ?? sleep;
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
  }

  /**
   * @throws UnreachableError after so many attempts; UnexpectedAnswerError; the signal's reason when it is aborted
   */
  async json(url: string, signal?: AbortSignal): Promise<Read> {
    let failure: unknown;
    for (let failures = 0; failures < this.#backoff.attempts; ) {
      let retryAfter: number | undefined;
      try {
        const answer = await this.#ask(url, signal);
        if (!passingStatuses.has(answer.status)) return await this.#take(url, answer);
        retryAfter = retryAfterMs(answer.headers.get('retry-after'), this.now());
        failure = new UnexpectedAnswerError(url, answer.status, `${url} has status ${answer.status}.`);
        await answer.body?.cancel();
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof UnexpectedAnswerError) throw error;
        failure = error;
      }
      failures += 1;
      if (failures === this.#backoff.attempts) break;
      await this.backOff(failures, signal, retryAfter);
    }
    throw new UnreachableError(url, this.#backoff.attempts, { cause: failure });
  }

  /** Waits before another attempt, the longer the more have failed. @param retryAfter milliseconds, as a server asks */
  backOff(failures: number, signal?: AbortSignal, retryAfter?: number): Promise<void> {
    return this.sleep(waitMs(this.#backoff, failures, retryAfter, this.random()), signal);
  }

  #ask(url: string, signal: AbortSignal | undefined): Promise<Response> {
    signal?.throwIfAborted();
    const headers = { accept: 'application/json', ...this.#options.headers };
    const conditions = this.#kept.get(url)?.validators ?? {};
    return (this.#options.fetch ?? fetch)(url, { headers: { ...headers, ...conditions }, signal });
  }

  async #take(url: string, answer: Response): Promise<Read> {
    const { status, headers } = answer;
    const kept = this.#kept.get(url);
    const lastModified = dateOf(headers, 'last-modified');
    const date = dateOf(headers, 'date');
    if (status === 304 && kept) return { ...kept.read, date };
    if (status !== 200) await answer.body?.cancel();
    if (status === 404 || status === 410) return { status, value: undefined, lastModified, date };
    if (status !== 200) throw new UnexpectedAnswerError(url, status, `${url} has status ${status}.`);
    // An answer that breaks off is a failure of the network, and tried again; one that is whole and no JSON is not.
    const text = await answer.text();
    const read: Read = { status, value: parse(url, text), lastModified, date };
    this.#keep(url, headers, read);
    return read;
  }

  #keep(url: string, headers: Headers, read: Read): void {
    const validators: Record<string, string> = {};
    const etag = headers.get('etag');
    const modified = headers.get('last-modified');
    if (etag !== null) validators['if-none-match'] = etag;
    else if (modified !== null) validators['if-modified-since'] = modified;
    this.#kept.delete(url);
    if (etag === null && modified === null) return;
    this.#kept.set(url, { validators, read });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnexpectedAnswerError(url, 200, `${url} is not JSON: is this the address of the site?`, {
      cause,
    });
  }
}

function dateOf(headers: Headers, name: string): Date | undefined {
  const time = Date.parse(headers.get(name) ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}
