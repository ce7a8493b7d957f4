import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { recognizeMedia } from '../../shared/article/media/recognize-media.ts';
import { type NormalizedUpload, normalizeUpload } from '../../shared/article/normalize.ts';
import type { Article, Media } from '../../shared/article/schema.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import { maxUploadBytes } from '../../shared/resources/settings.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { whyUnreadable } from '../unreadable.ts';

/** What became of a file, as printed: a line of NDJSON each. */
export type Outcome =
  | { file: string; ok: true; article: Article; articles?: Article[] }
  | { file: string; ok: true; media: Omit<Media, 'url'> }
  | { file: string; ok: false; code: string; message: string };

/** The code of files that could not be read at all; the command ends with 2 then. */
export const unreadable = 'unreadable-file';

/** An outcome, and what a readable page of it needs. */
export interface Preview {
  outcome: Outcome;
  normalized?: NormalizedUpload;
  /** Absolute path of the file. */
  path: string;
}

/**
 * Normalizes one file as if it had been uploaded under its path.
 * @param folder that relative paths start from, and keys with them
 */
export async function previewFile(file: string, folder: string, site: SiteSettings): Promise<Preview> {
  const path = resolve(folder, file);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const message = `The file ${whyUnreadable(error)}.`;
    return { path, outcome: { file, ok: false, code: unreadable, message } };
  }
  const key = keyOf(path, folder);
  const media = recognizeMedia(key, bytes);
  if (media) return { path, outcome: { file, ok: true, media } };
  try {
    if (bytes.length > maxUploadBytes) throw tooLarge(bytes.length);
    const normalized = await normalizeUpload({ key, bytes }, site);
    return { path, normalized, outcome: accepted(file, normalized.articles) };
  } catch (error) {
    if (!(error instanceof RejectedUploadError)) throw error;
    return { path, outcome: { file, ok: false, code: error.code, message: error.message } };
  }
}

function accepted(file: string, articles: Article[]): Outcome {
  const [article] = articles;
  if (!article) return { file, ok: false, code: 'empty-article', message: 'The file holds no article.' };
  return articles.length > 1 ? { file, ok: true, article, articles } : { file, ok: true, article };
}

function tooLarge(bytes: number): RejectedUploadError {
  const megabytes = (size: number): number => Math.ceil(size / 1024 / 1024);
  return new RejectedUploadError(
    'too-large',
    `The file has ${megabytes(bytes)} MB; at most ${megabytes(maxUploadBytes)} MB are read. Split it and upload the parts.`,
  );
}

/**
 * The path from the folder, as keys are written; of a file in its `inbox`, which `npm start` mirrors, the path from
 * there; the bare name of a file that lies elsewhere.
 */
function keyOf(path: string, folder: string): string {
  const inside = pathWithin(join(folder, 'inbox'), path) ?? pathWithin(folder, path);
  return (inside?.split(sep).join('/') ?? path.split(sep).at(-1) ?? path).toWellFormed();
}

function pathWithin(folder: string, path: string): string | undefined {
  const inside = relative(folder, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : inside;
}
