import { join } from 'node:path';
import { listFolder, look } from './folder.ts';

/** What a scan needs. */
export interface FolderScanOptions {
  root: string;
  /** Told of a file that is new, has changed or has gone; a path relative to the root. */
  onChange(path: string): void;
  /** Told of folders that can't be listed. */
  onUnreadable(path: string, error: unknown): void;
  /** How long a file must stay as it is before it counts as written, and the shortest time between two scans. */
  quietMs: number;
}

/**
 * Looks through the whole folder a moment after anything has happened in it. A watcher alone is not enough: it loses
 * what happens in a folder between its making and the first look into it, as when a folder is copied as a whole.
 */
export class FolderScan {
  readonly #options: FolderScanOptions;
  /** Stamps of files at the last scan. */
  readonly #seen = new Map<string, string>();
  /** Stamps of files that were told of. */
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Whether anything happened since the last scan began. */
  #wanted = false;
  #closed = false;

  constructor(options: FolderScanOptions) {
    this.#options = options;
  }

  /** Notes the files that are there now; whoever starts the scan deals with them anyway. */
  async prime(): Promise<void> {
    for (const path of await listFolder(this.#options.root, () => undefined)) {
      const stamp = await this.#stampOf(path);
      if (stamp !== undefined) this.#told.set(path, stamp);
    }
  }

  /** Has the folder looked through soon, and again until nothing in it changes any more. */
  soon(delayMs = 2 * this.#options.quietMs): void {
    this.#wanted = true;
    if (this.#closed || this.#timer || this.#running) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#scan();
    }, delayMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #scan(): Promise<void> {
    const { root, onUnreadable, quietMs } = this.#options;
    const startedAt = performance.now();
    this.#wanted = false;
    let complete = true;
    const paths = await listFolder(root, (path, error) => {
      complete = false;
      // It went while it was listed: the next scan finds it gone.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.#wanted = path !== '';
      else onUnreadable(path, error);
    });
    for (const path of paths) {
      const stamp = await this.#stampOf(path);
      if (stamp !== undefined && !this.#isSettled(path, stamp)) this.#wanted = true;
    }
    // What stood in a folder that can't be listed just now has not gone.
    if (complete) this.#tellOfGone(new Set(paths));
    this.#running = undefined;
    // A big folder is not looked through all the time.
    if (this.#wanted) this.soon(Math.max(quietMs, 5 * (performance.now() - startedAt)));
  }

  async #stampOf(path: string): Promise<string | undefined> {
    const entry = await look(join(this.#options.root, path)).catch(() => undefined);
    return entry?.kind === 'file' ? entry.stamp : undefined;
  }

  /** A file counts as written when two scans find it the same. */
  #isSettled(path: string, stamp: string): boolean {
    if (this.#told.get(path) === stamp) return true;
    if (this.#seen.get(path) !== stamp) {
      this.#seen.set(path, stamp);
      return false;
    }
    this.#told.set(path, stamp);
    this.#options.onChange(path);
    return true;
  }

  #tellOfGone(present: Set<string>): void {
    for (const path of new Set([...this.#seen.keys(), ...this.#told.keys()])) {
      if (present.has(path)) continue;
      this.#seen.delete(path);
      this.#told.delete(path);
      this.#options.onChange(path);
    }
  }
}
