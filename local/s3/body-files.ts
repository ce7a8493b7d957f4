import { randomUUID } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

/** A stretch of an object's body: one whole file. A multipart object has one for each part. */
export interface Segment {
  /** Path below the bodies folder. */
  file: string;
  /** In bytes. */
  size: number;
}

/** Where an object's bytes are: in the database, or in files, one after the other. */
export interface Body {
  inline?: Uint8Array;
  segments: Segment[];
}

/** Part of an opened file. @property end last byte, inclusive */
interface OpenedSlice {
  descriptor: number;
  start: number;
  end: number;
}

/** The bodies that are too large for the database: files that are written once and never changed. */
export class BodyFiles {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'bodies');
    mkdirSync(this.folder, { recursive: true });
  }

  /** A new empty file. It belongs to nobody until a database row names it; the sweep removes such leftovers. */
  async create(): Promise<{ file: string; handle: FileHandle }> {
    const file = this.newName();
    return { file, handle: await open(this.pathOf(file), 'wx') };
  }

  /** The same bytes under a new name, without copying them where the file system can. */
  duplicate(segment: Segment): Segment {
    const file = this.newName();
    try {
      linkSync(this.pathOf(segment.file), this.pathOf(file));
    } catch {
      // A file system without hard links.
      copyFileSync(this.pathOf(segment.file), this.pathOf(file));
    }
    return { file, size: segment.size };
  }

  /**
   * Opens at once what holds the bytes from `start` to `end` (inclusive), so that a change or deletion
   * right afterwards doesn't touch this reader, and reads it when asked to.
   */
  read(
    segments: readonly Segment[],
    start: number,
    end: number,
  ): AsyncIterable<Uint8Array> & { close(): void } {
    const slices: OpenedSlice[] = [];
    let offset = 0;
    for (const { file, size } of segments) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, size - 1);
      if (size > 0 && from <= to) {
        slices.push({ descriptor: openSync(this.pathOf(file), 'r'), start: from, end: to });
      }
      offset += size;
    }
    const close = () => {
      for (const { descriptor } of slices.splice(0)) closeSync(descriptor);
    };
    return { close, [Symbol.asyncIterator]: () => readSlices(slices, close) };
  }

  remove(files: readonly string[]): void {
    for (const file of files) rmSync(this.pathOf(file), { force: true });
  }

  /** Removes every file that is not in use: what a killed server left behind. */
  sweep(isUsed: (file: string) => boolean): void {
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.relative(this.folder, path.join(entry.parentPath, entry.name));
      if (!isUsed(file)) this.remove([file]);
    }
  }

  private pathOf(file: string): string {
    return path.join(this.folder, file);
  }

  /** Spread over 256 folders, which no file system finds too full. */
  private newName(): string {
    const name = randomUUID();
    const shelf = name.slice(0, 2);
    mkdirSync(path.join(this.folder, shelf), { recursive: true });
    return path.join(shelf, name);
  }
}

async function* readSlices(slices: OpenedSlice[], close: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (const { descriptor, start, end } of slices) {
      yield* createReadStream('', {
        fd: descriptor,
        start,
        end,
        autoClose: false,
        highWaterMark: 256 * 1024,
      });
    }
  } finally {
    close();
  }
}
