import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isIgnored } from './ignored-names.ts';

/** What stands in the folder under a name. */
export type FolderEntry =
  | { kind: 'file'; size: number; stamp: string }
  | { kind: 'link' }
  | { kind: 'other' }
  | { kind: 'absent' };

/**
 * The upload key of a file: its path in the folder, with slashes, in Unicode form NFC. Some systems store names
 * decomposed; the same name must be the same key wherever the folder lies.
 */
export function keyOf(relativePath: string): string {
  return relativePath.split(sep).join('/').normalize('NFC');
}

/** Looks at a path without following a link. Errors other than absence are thrown. */
export async function look(path: string): Promise<FolderEntry> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (stats.isSymbolicLink()) return { kind: 'link' };
    if (!stats.isFile()) return { kind: 'other' };
    return { kind: 'file', size: Number(stats.size), stamp: `${stats.size} ${stats.mtimeNs} ${stats.ino}` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    throw error;
  }
}

/**
 * Every file and link below a folder, as paths relative to it, sorted; without what is ignored.
 * @param onUnreadable told of folders that can't be listed
 */
export async function listFolder(
  root: string,
  onUnreadable: (path: string, error: unknown) => void,
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    let entries: Awaited<ReturnType<typeof readEntries>>;
    try {
      entries = await readEntries(join(root, folder));
    } catch (error) {
      onUnreadable(folder, error);
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (isIgnored(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else found.push(path);
    }
  };
  await visit('');
  return found.sort();
}

const readEntries = (folder: string) => readdir(folder, { withFileTypes: true });

/** Files up to this size are read once, so that what is hashed is what is uploaded. */
const mostInMemory = 16 * 1024 * 1024;

/** A file's content for an upload. */
export interface FileContent {
  md5: string;
  size: number;
  /** A new body for each attempt. */
  body(): Uint8Array | ReturnType<typeof createReadStream>;
}

/** Reads and hashes a file; a big one is read again, as a stream, when it is uploaded. */
export async function readContent(path: string, size: number): Promise<FileContent> {
  if (size <= mostInMemory) {
    const bytes = await readFile(path);
    const md5 = createHash('md5').update(bytes).digest('hex');
    return { md5, size: bytes.length, body: () => bytes };
  }
  const hash = createHash('md5');
  let read = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    read += (chunk as Buffer).length;
  }
  return { md5: hash.digest('hex'), size: read, body: () => createReadStream(path, { end: read - 1 }) };
}
