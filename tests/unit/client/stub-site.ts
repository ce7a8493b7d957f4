import { DropwireClient } from '../../../clients/index.ts';
import { newPage, recordOf, renderPage, sealedPage } from '../../../shared/changes/change-page.ts';

export const siteUrl = 'https://news.example/';

/** An answer that a stub gives once; a body alone is a document that stays. */
export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A site that answers from memory, with ETags, and notes what it was asked. */
export class StubSite {
  readonly documents = new Map<string, { body: string; headers: Record<string, string> }>();
  /** Answers to be given first, by path. */
  readonly first = new Map<string, (Answer | Error)[]>();
  readonly requests: { path: string; headers: Headers; status: number }[] = [];
  readonly sleeps: number[] = [];
  now = Date.parse('2026-06-15T12:00:00Z');
  #versions = 0;

  put(path: string, body: unknown, headers: Record<string, string> = {}): void {
    this.#versions += 1;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.documents.set(path, { body: text, headers: { etag: `"${this.#versions}"`, ...headers } });
  }

  /** A change log of so many records, of which each tells of another article, three to a page. */
  putLog(count: number, from = 1): void {
    let page = newPage(1, 3);
    for (let sequence = 1; sequence <= count; sequence++) {
      if (page.records.length === page.size) {
        this.put(page.url, renderPage(sealedPage(page)));
        page = newPage(page.page + 1, 3);
      }
      page.records.push(recordOf(changeOf(sequence), from + sequence - 1));
    }
    this.put('/changes.json', renderPage(page));
  }

  client(): DropwireClient {
    return new DropwireClient(siteUrl, {
      fetch: async (input, init) => this.#answer(String(input), init ?? {}),
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        this.sleeps.push(milliseconds);
        this.now += milliseconds;
      },
      now: () => this.now,
      random: () => 0.5,
    });
  }

  /** Paths asked for since this was called last. */
  paths(): string[] {
    return this.requests.splice(0).map(({ path, status }) => `${status} ${path}`);
  }

  async #answer(address: string, { headers: sent, signal }: RequestInit): Promise<Response> {
    signal?.throwIfAborted();
    const path = new URL(address).pathname;
    const headers = new Headers(sent);
    const given = this.first.get(path)?.shift();
    const response = given instanceof Error ? given : this.#respond(path, headers, given);
    this.requests.push({ path, headers, status: response instanceof Error ? 0 : response.status });
    if (response instanceof Error) throw response;
    return response;
  }

  #respond(path: string, asked: Headers, given: Answer | undefined): Response {
    const date = new Date(this.now).toUTCString();
    if (given) {
      const { status = 200, body = '', headers } = given;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return new Response(status === 304 ? null : text, { status, headers: { date, ...headers } });
    }
    const document = this.documents.get(path);
    if (!document) return new Response('Not found', { status: 404, headers: { date } });
    const headers = { date, ...document.headers };
    const { etag } = document.headers;
    if (etag !== undefined && asked.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers });
    return new Response(document.body, { headers });
  }
}

const changeOf = (n: number) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  version: 1,
  kind: 'published' as const,
  at: '2026-06-15T11:00:00.000Z',
  path: `articles/2026/06/story ${n}/`,
  feeds: ['all'],
});

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
