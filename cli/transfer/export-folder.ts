import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { statusOf } from '../../shared/clients.ts';
import { messageOf, UsageError } from '../../shared/errors.ts';
import { mediaKey } from '../../shared/resources/object-keys.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import type { Stack } from '../stack/stack.ts';
import { plural } from '../terminal.ts';
import { exportedArticles, exportedMediaFolder, exportFile } from './export-articles.ts';

/** What was written. */
export interface ExportSums {
  articles: number;
  media: number;
  /** Files that would not become exactly the same article again. */
  inexact: string[];
  /** Media files that the store no longer has. */
  missing: string[];
}

/**
 * Writes the whole catalog into a folder: a file for each article, in the folder of its section, and the media they show.
 * `push` of the folder makes the same articles.
 * @throws UsageError `folder-not-empty`, `folder-unusable`
 */
export async function exportFolder(
  stack: Stack,
  folder: string,
  site: SiteSettings,
  onProgress: (text: string) => void,
): Promise<ExportSums> {
  await makeEmpty(folder);
  const sums: ExportSums = { articles: 0, media: 0, inexact: [], missing: [] };
  const taken = new Set<string>();
  const fetched = new Set<string>();
  for await (const exported of exportedArticles(stack)) {
    const file = await exportFile(exported, site, taken);
    await write(join(folder, file.path), file.text);
    sums.articles += 1;
    if (!file.exact) sums.inexact.push(file.path);
    for (const name of file.media.filter((each) => !fetched.has(each))) {
      fetched.add(name);
      const bytes = await readMedia(stack, name);
      if (bytes) {
        await write(join(folder, exportedMediaFolder, name), bytes);
        sums.media += 1;
      } else sums.missing.push(name);
    }
    onProgress(`${plural(sums.articles, 'article')}, ${plural(sums.media, 'media file')} written`);
  }
  return sums;
}

async function makeEmpty(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(
      'folder-unusable',
      `There can be no folder ${folder} (${messageOf(cause)}). Name a new or an empty one.`,
      { cause },
    );
  }
  if ((await readdir(folder)).length === 0) return;
  throw new UsageError(
    'folder-not-empty',
    `The folder ${folder} holds something already. Name a new or an empty one: what an older export left there would be pushed with it.`,
  );
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function readMedia(stack: Stack, name: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await stack.clients.s3.send(
      new GetObjectCommand({ Bucket: stack.storeBucket, Key: mediaKey(name) }),
    );
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
