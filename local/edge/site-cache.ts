import { LRUCache } from 'lru-cache';
import { compressibleBytes } from '../../shared/edge/headers.ts';
import type { SiteOrigin } from './site-origin.ts';

/** An object of the site bucket as the edge remembers it. */
export interface SiteObject {
  headers: Readonly<Record<string, string>>;
  /** Empty when S3 sent none. */
  etag: string;
  /** Bytes of the object as stored. */
  length: number;
  /** Its content; undefined for objects too large to keep, which are streamed from the origin. */
  bytes: Buffer | undefined;
  /** Its compressed forms, made once. */
  encoded: Map<string, Promise<Buffer>>;
}

/** Calls the listener with the key of every write and deletion, before it is acknowledged. Returns how to stop. */
export type SubscribeToChanges = (listener: (key: string) => void) => () => void;

interface Entry {
  /** Undefined: the key is missing. */
  object: SiteObject | undefined;
  /** No change has been announced since it was read. */
  fresh: boolean;
}

interface Load {
  /** A change may have come after it began, so whoever asks now must wait for the next load. */
  outdated: boolean;
  result: Promise<SiteObject | undefined>;
  next: Promise<SiteObject | undefined> | undefined;
}

/** Larger objects are never compressed, and would push everything else out of memory. */
const maxKeptBytes = compressibleBytes.maximum;

/**
 * What the edge knows of the bucket. CloudFront may serve a copy until its max-age is over; here a change must show
 * at once, so no request is answered with a state older than its own arrival:
 *
 * - without `changes`, each answer is revalidated with the origin (HeadObject). Requests for a key that arrive
 *   while a revalidation is under way share the one after it, so the cost doesn't grow with their number;
 * - with `changes`, a copy is good until a change of its key is announced.
 */
export class SiteCache {
  readonly #origin: SiteOrigin;
  readonly #entries: LRUCache<string, Entry>;
  readonly #loads = new Map<string, Load>();
  readonly #watched: boolean;
  readonly #unsubscribe: (() => void) | undefined;

  /** @param maxBytes of memory for remembered objects, roughly */
  constructor(origin: SiteOrigin, maxBytes: number, changes?: SubscribeToChanges) {
    this.#origin = origin;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      // Room for the compressed forms too.
      sizeCalculation: ({ object }) => 1_000 + 2 * (object?.bytes?.length ?? 0),
    });
    this.#watched = changes !== undefined;
    this.#unsubscribe = changes?.((key) => this.#changed(key));
  }

  /** The object as it stands now; undefined when there is none. @throws OriginError */
  get(key: string): SiteObject | undefined | Promise<SiteObject | undefined> {
    const entry = this.#entries.get(key);
    if (entry?.fresh) return entry.object;
    const load = this.#loads.get(key);
    if (load === undefined) return this.#start(key);
    if (!load.outdated) return load.result;
    const nextLoad = () => this.#loads.get(key)?.result ?? this.#start(key);
    load.next ??= load.result.then(nextLoad, nextLoad);
    return load.next;
  }

  close(): void {
    this.#unsubscribe?.();
    this.#entries.clear();
  }

  #changed(key: string): void {
    const entry = this.#entries.peek(key);
    if (entry) entry.fresh = false;
    const load = this.#loads.get(key);
    if (load) load.outdated = true;
  }

  #start(key: string): Promise<SiteObject | undefined> {
    const load: Load = { outdated: !this.#watched, result: this.#read(key), next: undefined };
    this.#loads.set(key, load);
    const settled = load.result.then(
      (object) => {
        this.#entries.set(key, { object, fresh: !load.outdated });
        this.#loads.delete(key);
        return object;
      },
      (error) => {
        this.#loads.delete(key);
        throw error;
      },
    );
    load.result = settled;
    return settled;
  }

  async #read(key: string): Promise<SiteObject | undefined> {
    const known = this.#entries.peek(key)?.object;
    if (known && !this.#watched) {
      const headers = await this.#origin.headersOf(key);
      // The entity tag speaks of the bytes only: metadata may be new all the same.
      if (headers?.etag !== undefined && headers.etag === known.etag) return { ...known, headers };
    }
    const answer = await this.#origin.get(key);
    if (answer.kind !== 'object') return undefined;
    const keep = answer.length <= maxKeptBytes;
    if (!keep) answer.body.destroy();
    return {
      headers: answer.headers,
      etag: answer.headers.etag ?? '',
      length: answer.length,
      bytes: keep ? await this.#origin.contentOf(answer) : undefined,
      encoded: new Map(),
    };
  }
}
