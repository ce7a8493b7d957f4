import { mkdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';
import type { S3 } from '../shared/clients.ts';
import { ConfigurationError, messageOf } from '../shared/errors.ts';
import { keyOf, listFolder, look, readContent } from './mirror/folder.ts';
import { FolderScan } from './mirror/folder-scan.ts';
import { isIgnored } from './mirror/ignored-names.ts';
import { KeyQueue } from './mirror/key-queue.ts';
import { MirrorState } from './mirror/mirror-state.ts';
import { deleteUpload, type MirroredBucket, uploadFile } from './mirror/upload-file.ts';

/** What is mirrored where. */
export interface MirrorOptions {
  /** Made when absent. */
  folder: string;
  s3: S3;
  bucket: string;
  /** Where the mirror remembers what it uploaded from this folder to this bucket. */
  stateFile: string;
  /** Told what a person should know: files that can't be read, links, names that can't be keys. */
  onWarning(message: string): void;
}

/** A running mirror. */
export interface Mirror {
  /** The folder's real path. */
  folder: string;
  /** Resolves when everything that was noticed is in the bucket. */
  whenIdle(): Promise<void>;
  /** Stops watching; resolves when the uploads under way have ended. */
  close(): Promise<void>;
}

/** How long a file's size must stand still before it counts as written. */
const quietMs = 300;
const uploadsAtOnce = 8;
const retryMs = 2000;
/** Amazon S3 user guide, "Naming Amazon S3 objects". */
const longestKeyBytes = 1024;

/**
 * Carries every change of a folder over to a bucket: files that appear, change, move or go. Changes made while it did
 * not run are caught up with at the start. It carries nothing back, and leaves alone what other clients uploaded.
 * @throws ConfigurationError `inbox-not-a-folder`, `inbox-missing`, `inbox-unreadable`, `mirror-state-unreadable`
 */
export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const state = new MirrorState(options.stateFile, resolve(options.folder));
  try {
    const folder = await openFolder(options.folder, state);
    const bucket = { s3: options.s3, bucket: options.bucket, state };
    const mirror = new FolderMirror(folder, bucket, options.onWarning);
    await mirror.start();
    return { folder, whenIdle: () => mirror.whenIdle(), close: () => mirror.close() };
  } catch (error) {
    state.close();
    throw error;
  }
}

async function openFolder(folder: string, state: MirrorState): Promise<string> {
  const path = resolve(folder);
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return realpath(path);
  if (entry) {
    throw new ConfigurationError('inbox-not-a-folder', `The inbox ${path} is a file; name a folder.`);
  }
  if (state.keys().length > 0) {
    throw new ConfigurationError(
      'inbox-missing',
      `The inbox folder ${path} is gone, and ${state.keys().length} of its files are on the site. Put it back, or make an empty folder there to withdraw them all.`,
    );
  }
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch (cause) {
    throw new ConfigurationError('inbox-unreadable', `The inbox folder ${path} can't be made or read.`, {
      cause,
    });
  }
}

class FolderMirror {
  readonly #root: string;
  readonly #bucket: MirroredBucket;
  readonly #warn: (message: string) => void;
  readonly #queue: KeyQueue;
  /** Paths seen of a key: two names that differ in Unicode form only are one key. */
  readonly #paths = new Map<string, Set<string>>();
  /** What was last warned of, by path: once is enough. */
  readonly #warned = new Map<string, string>();
  readonly #scan: FolderScan;
  #watcher: FSWatcher | undefined;
  #closed = false;

  constructor(root: string, bucket: MirroredBucket, warn: (message: string) => void) {
    this.#root = root;
    this.#bucket = bucket;
    this.#warn = warn;
    this.#queue = new KeyQueue(uploadsAtOnce, (key) => this.#settle(key));
    this.#scan = new FolderScan({
      root,
      quietMs,
      onChange: (path) => this.#notice(path),
      onUnreadable: (path, error) => this.#warnOnce(path, unreadable(path, error)),
    });
  }

  async start(): Promise<void> {
    await this.#watch();
    await this.#scan.prime();
    const paths = await listFolder(this.#root, (path, error) =>
      this.#warnOnce(path, unreadable(path, error)),
    );
    for (const path of paths) this.#notice(path);
    for (const key of this.#bucket.state.keys()) this.#queue.add(key);
    this.#scan.soon();
  }

  whenIdle(): Promise<void> {
    return this.#queue.whenIdle();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#watcher?.close();
    await this.#scan.close();
    this.#queue.clear();
    await this.#queue.whenIdle();
    this.#bucket.state.close();
  }

  /** Watching begins before the folder is listed, so that no change falls between the two. */
  async #watch(): Promise<void> {
    const watcher = watch(this.#root, {
      ignoreInitial: true,
      followSymlinks: false,
      awaitWriteFinish: { stabilityThreshold: quietMs, pollInterval: 50 },
      ignored: (path) => isIgnored(relative(this.#root, path)),
    });
    this.#watcher = watcher;
    watcher.on('all', (event, path) => {
      if (event === 'add' || event === 'change' || event === 'unlink')
        this.#notice(relative(this.#root, path));
    });
    watcher.on('raw', () => this.#scan.soon());
    watcher.on('error', (error) => this.#warnOnce('', watchTrouble(this.#root, error)));
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  }

  #notice(path: string): void {
    const key = keyOf(path);
    const paths = this.#paths.get(key) ?? new Set();
    this.#paths.set(key, paths.add(path));
    this.#queue.add(key);
  }

  /** Brings one key of the bucket up to what the folder holds. Failures are told, and tried again later. */
  async #settle(key: string): Promise<void> {
    try {
      const path = await this.#pathOf(key);
      if (path === undefined) await this.#withdraw(key);
      else await this.#upload(key, path);
    } catch (error) {
      if (this.#closed) return;
      this.#warnOnce(key, `${key}: not mirrored yet (${messageOf(error)}); it will be tried again.`);
      setTimeout(() => this.#closed || this.#queue.add(key), retryMs).unref();
    }
  }

  /** The file that stands for a key, if there is one. */
  async #pathOf(key: string): Promise<string | undefined> {
    const files: string[] = [];
    for (const path of [...(this.#paths.get(key) ?? [key])].sort()) {
      const { kind } = await look(join(this.#root, path));
      if (kind === 'file') files.push(path);
      else if (kind === 'link') this.#warnOnce(path, `${path}: a symbolic link; put the file itself here.`);
      else if (kind === 'absent') this.#forget(key, path);
    }
    const [first, second] = files;
    if (second !== undefined) {
      this.#warnOnce(
        second,
        `${second}: another file here has the same name in another Unicode form; rename one.`,
      );
    }
    return first;
  }

  async #upload(key: string, path: string): Promise<void> {
    if (Buffer.byteLength(key) > longestKeyBytes) {
      return this.#warnOnce(
        path,
        `${path}: the path is longer than S3's ${longestKeyBytes} bytes; shorten it.`,
      );
    }
    const absolute = join(this.#root, path);
    const before = await look(absolute);
    if (before.kind !== 'file') return this.#queue.add(key);
    let content: Awaited<ReturnType<typeof readContent>>;
    try {
      content = await readContent(absolute, before.size);
    } catch (error) {
      if ((await look(absolute)).kind === 'absent') return this.#queue.add(key);
      return this.#warnOnce(path, unreadable(path, error));
    }
    await uploadFile(this.#bucket, key, content);
    this.#warned.delete(path);
    const after = await look(absolute);
    if (after.kind === 'file' && after.stamp === before.stamp) return;
    // It changed while it was read: what was uploaded may be half of each.
    await sleep(quietMs);
    this.#queue.add(key);
  }

  async #withdraw(key: string): Promise<void> {
    if (!this.#bucket.state.get(key)) return;
    // A folder that is gone as a whole was unmounted or moved away: no reason to withdraw everything.
    if ((await look(this.#root)).kind === 'absent') {
      return this.#warnOnce(
        '',
        `The inbox folder ${this.#root} is gone; what it held stays. Put it back and start again.`,
      );
    }
    if (await deleteUpload(this.#bucket, key)) return;
    this.#warn(`${key}: gone from the folder, but another client has changed the upload since; it stays.`);
  }

  #forget(key: string, path: string): void {
    this.#warned.delete(path);
    const paths = this.#paths.get(key);
    paths?.delete(path);
    if (paths?.size === 0) this.#paths.delete(key);
    if (path.includes('\uFFFD'))
      this.#warnOnce(path, `${path}: the name is not valid UTF-8; rename the file.`);
  }

  #warnOnce(path: string, message: string): void {
    if (this.#warned.get(path) === message) return;
    this.#warned.set(path, message);
    this.#warn(message);
  }
}

function unreadable(path: string, error: unknown): string {
  return `${path || 'the inbox folder'}: can't be read (${messageOf(error)}); check its permissions.`;
}

function watchTrouble(folder: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EMFILE') {
    return `Changes in ${folder} can't all be seen: the system's limit of watched files is reached. Raise it, or start with CHOKIDAR_USEPOLLING=1.`;
  }
  return `Changes in ${folder} may be missed: ${messageOf(error)}`;
}
