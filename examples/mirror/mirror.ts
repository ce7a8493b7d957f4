import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type DropwireClient, LogGapError, type PublishedArticle } from 'dropwire/client';
import type { Store } from './store.ts';

/** Walks through the archive for one copy: pages may be cut anew while they are walked. */
const mostWalks = 5;

/** Changes that are looked at together and stored with one cursor. */
const changesAtOnce = 100;

/** Keeps a store in step with a site. Stopped anywhere, it goes on from there: the cursor is stored with the changes. */
export class Mirror {
  readonly #client: DropwireClient;
  readonly #store: Store;
  readonly #signal: AbortSignal | undefined;

  constructor(client: DropwireClient, store: Store, signal?: AbortSignal) {
    this.#client = client;
    this.#store = store;
    this.#signal = signal;
  }

  /** Brings the store up to the present. @returns how many changes it has followed */
  async catchUp(): Promise<number> {
    const cursor = this.#store.cursor ?? (await this.copy());
    let count = 0;
    let some: Change[] = [];
    try {
      for await (const change of this.#client.changes(cursor, { signal: this.#signal })) {
        some.push(change);
        count += 1;
        if (some.length < changesAtOnce) continue;
        await this.#apply(some);
        some = [];
      }
      await this.#apply(some);
    } catch (error) {
      if (!(error instanceof LogGapError)) throw error;
      await this.copy();
    }
    return count;
  }

  /** Stays in step until it is stopped. @param everyMs between two looks, on average @throws the signal's reason */
  async follow(everyMs = 30_000): Promise<never> {
    for (;;) {
      await this.catchUp();
      await sleep(everyMs * (0.5 + Math.random()), undefined, { signal: this.#signal });
    }
  }

  /**
   * Copies every article of the site. The cursor is taken first: what changes meanwhile is followed afterwards. Walks
   * are repeated until one finds nothing new, as an article may slip to a page that was passed already.
   * @returns the cursor to go on from
   */
  async copy(): Promise<string> {
    const signal = this.#signal;
    const cursor = await this.#client.latestCursor({ signal });
    const copy = this.#store.lastCopy + 1;
    for (let walk = 1; walk <= mostWalks; walk++) {
      let added = 0;
      for await (const { id, url } of this.#client.items('all', { signal })) {
        if (this.#store.has(id.replace('urn:uuid:', ''), copy)) continue;
        const article = await this.#client.article(url, { signal });
        if (!article) continue;
        this.#store.put(article, copy);
        added += 1;
      }
      if (added === 0) break;
    }
    this.#store.atOnce(() => {
      this.#store.removeAllBut(copy);
      this.#store.cursor = cursor;
    });
    return cursor;
  }

  /** Of several changes of one article only the last counts: what was before it may never have been there to be read. */
  async #apply(changes: Change[]): Promise<void> {
    const last = changes.at(-1);
    if (!last) return;
    const found: [Change, PublishedArticle | undefined][] = [];
    for (const change of new Map(changes.map((each) => [each.id, each])).values()) {
      const withdrawn = change.kind === 'withdrawn';
      found.push([change, withdrawn ? undefined : await this.#client.article(change, { signal: this.#signal })]);
    }
    this.#store.atOnce(() => {
      for (const [{ id }, article] of found) {
        if (article) this.#store.put(article);
        else this.#store.remove(id);
      }
      this.#store.cursor = last.cursor;
    });
  }
}
