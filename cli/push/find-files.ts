import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { keyOf, listFolder, look } from '../../local/mirror/folder.ts';
import { messageOf, UsageError } from '../../shared/errors.ts';
import { maxUploadBytes } from '../../shared/resources/settings.ts';
import { fileContent, type Source } from './source.ts';

/** Longest key in bytes (Amazon S3 user guide, "Naming Amazon S3 objects"). */
const longestKeyBytes = 1024;

/** How names of files become keys. */
export interface Naming {
  /** Folder that relative names start from. */
  from: string;
  /** Keys are paths below this folder, instead of below each folder that is pushed. */
  root?: string;
  /** Put before every key as it stands: `news/`. */
  prefix: string;
}

/** What was found under the names. */
export interface Found {
  sources: Source[];
  /** Files that can't be uploaded, and why. */
  problems: { file: string; reason: string }[];
  /** Folders among the names, absolute. */
  folders: string[];
}

/**
 * The files to upload: those that are named and those in folders that are named, without what editors and systems leave
 * there. The key of a file in a folder is its path inside it; of a file that is named, its path below `from`, else its
 * bare name.
 * @throws UsageError `no-such-file`, `outside-root`
 */
export async function findFiles(names: readonly string[], naming: Naming): Promise<Found> {
  const found: Found = { sources: [], problems: [], folders: [] };
  const byKey = new Map<string, string>();
  for (const name of names) {
    const path = resolve(naming.from, name);
    const entry = await stat(path).catch(() => undefined);
    if (!entry) {
      throw new UsageError('no-such-file', `There is no file and no folder ${path}. Mend the name.`);
    }
    if (!entry.isDirectory()) {
      await take(found, byKey, path, name, fileKey(path, naming));
      continue;
    }
    found.folders.push(path);
    const files = await listFolder(path, (below, error) => {
      found.problems.push({ file: join(name, below), reason: `can't be listed (${messageOf(error)})` });
    });
    const base = naming.root === undefined ? path : resolve(naming.from, naming.root);
    for (const file of files) {
      await take(found, byKey, join(path, file), join(name, file), keyBelow(base, join(path, file)));
    }
  }
  for (const source of found.sources) source.key = naming.prefix + source.key;
  return found;
}

function fileKey(path: string, { from, root }: Naming): string {
  if (root !== undefined) return keyBelow(resolve(from, root), path);
  const inside = relative(from, path);
  const isOutside = inside.startsWith('..') || isAbsolute(inside);
  return keyOf(isOutside ? (path.split(/[\\/]/).at(-1) ?? path) : inside);
}

function keyBelow(base: string, path: string): string {
  const inside = relative(base, path);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return keyOf(inside);
  throw new UsageError(
    'outside-root',
    `${path} is not below ${base}. Name another folder with --root, or leave it out.`,
  );
}

async function take(
  found: Found,
  byKey: Map<string, string>,
  path: string,
  name: string,
  key: string,
): Promise<void> {
  const entry = await look(path);
  const other = byKey.get(key);
  if (other === path) return;
  const reason =
    entry.kind === 'link'
      ? 'is a symbolic link; name the file itself'
      : entry.kind !== 'file'
        ? 'is no file'
        : entry.size > maxUploadBytes
          ? `has ${megabytes(entry.size)} MB; at most ${megabytes(maxUploadBytes)} MB are read. Split it (too-large)`
          : Buffer.byteLength(key) > longestKeyBytes
            ? `has a path longer than S3's ${longestKeyBytes} bytes; shorten it`
            : other !== undefined
              ? `would be uploaded under the same key as ${other}; rename one`
              : undefined;
  if (reason !== undefined || entry.kind !== 'file') {
    found.problems.push({ file: name, reason: reason ?? '' });
    return;
  }
  byKey.set(key, path);
  found.sources.push({ name, key, read: () => fileContent(path, entry.size) });
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
