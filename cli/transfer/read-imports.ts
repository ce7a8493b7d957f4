import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { decode } from '../../shared/article/decode.ts';
import { at, childrenOf, descendantsOf, parseXml } from '../../shared/article/formats/xml/tree.ts';
import type { EmbeddedMedia } from '../../shared/article/media/embedded-media.ts';
import { type NormalizedUpload, normalizeUpload } from '../../shared/article/normalize.ts';
import type { Article } from '../../shared/article/schema.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { type Source, textContent } from '../push/source.ts';
import { whyUnreadable } from '../unreadable.ts';
import { articleFile } from './article-file.ts';

/** What an import is made with. */
export interface ImportContext {
  site: SiteSettings;
  /** Put before every key. */
  prefix: string;
  /** Keys that stand below the prefix: an article keeps the key under which it was imported first. */
  keys: Iterable<string>;
  onProgress(text: string): void;
}

/** What files hold: an upload for each article, and for each medium from inside them. */
export interface Imported {
  sources: Source[];
  problems: { file: string; reason: string }[];
}

/** User metadata of an imported upload: the MD5 of what the import wrote. When it is no longer the ETag, somebody has edited it. */
export const importedMark = 'dropwire-import';

/** Digits of the id in a key: enough to tell the articles of one inbox apart. */
const digits = 12;

/**
 * Splits exports and feeds into one upload for each article: an HTML file with front matter, that can be edited,
 * withdrawn and imported again by itself. Its key is made from slug and id when it is imported first, and kept.
 * @param files absolute paths; an OPML stands for the feeds that it lists as files
 */
export async function readImports(files: readonly string[], context: ImportContext): Promise<Imported> {
  const imported: Imported = { sources: [], problems: [] };
  const known = new Map<string, string>();
  for (const key of context.keys) {
    const tail = new RegExp(`-([0-9a-f]{${digits}})\\.html$`).exec(key)?.[1];
    if (tail !== undefined) known.set(tail, key);
  }
  const taken = new Set<string>();
  for (const file of files) await readImport(file, { ...context, known, taken }, imported, true);
  return imported;
}

type Work = ImportContext & { known: ReadonlyMap<string, string>; taken: Set<string> };

async function readImport(path: string, work: Work, imported: Imported, mayBeOpml: boolean): Promise<void> {
  const file = basename(path);
  work.onProgress(`reading ${file}`);
  try {
    const bytes = await readFile(path);
    const feeds = mayBeOpml ? feedsInOpml(bytes) : undefined;
    if (feeds) {
      for (const feed of feeds) {
        if (/^[a-z][a-z0-9+.-]+:\/\//i.test(feed)) {
          const reason = 'is an address: save the feed as a file, and name that';
          imported.problems.push({ file: feed, reason });
        } else await readImport(resolve(dirname(path), feed), work, imported, false);
      }
      return;
    }
    for (const normalized of await documentsIn(file, bytes, work.site))
      take(file, normalized, work, imported);
  } catch (error) {
    if (!(error instanceof RejectedUploadError) && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
    // An OPML names files from where it lies: where that leads is told.
    if (error instanceof RejectedUploadError) {
      imported.problems.push({ file, reason: `${error.message} (${error.code})` });
    } else imported.problems.push({ file: path, reason: whyUnreadable(error) });
  }
}

async function documentsIn(file: string, bytes: Uint8Array, site: SiteSettings): Promise<NormalizedUpload[]> {
  if (!/\.(ndjson|jsonl)$/i.test(file)) return [await normalizeUpload({ key: file, bytes }, site)];
  const found: NormalizedUpload[] = [];
  for (const [index, line] of Buffer.from(bytes).toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const upload = { key: file.replace(/\.\w+$/, '.json'), bytes: Buffer.from(withoutOwnAddress(line)) };
    try {
      found.push(await normalizeUpload(upload, site));
    } catch (reason) {
      if (!(reason instanceof RejectedUploadError)) throw reason;
      found.push({ articles: [], embedded: [], skipped: [{ title: `line ${index + 1}`, reason }] });
    }
  }
  return found;
}

/** An exported article's own page is not where it was published first. */
function withoutOwnAddress(line: string): string {
  try {
    const { url: _url, ...article } = JSON.parse(line) as { url?: string };
    return JSON.stringify(article);
  } catch {
    return line;
  }
}

/** Addresses of the feeds that an OPML lists, as they stand there; undefined when it is none. */
function feedsInOpml(bytes: Uint8Array): string[] | undefined {
  if (!/<opml[\s>]/.test(Buffer.from(bytes.subarray(0, 2000)).toString('latin1'))) return undefined;
  const root = parseXml(decode(bytes, 'text/xml').text.trimStart());
  if (root.name !== 'opml') return undefined;
  const outlines = childrenOf(at(root, 'body'), 'outline').flatMap((one) => [
    one,
    ...descendantsOf(one, 'outline'),
  ]);
  return outlines.flatMap(({ attributes }) => attributes.get('xmlUrl') ?? []);
}

function take(
  file: string,
  { articles, embedded, skipped }: NormalizedUpload,
  work: Work,
  imported: Imported,
): void {
  for (const { title, reason } of skipped) {
    imported.problems.push({
      file: `${file}: ${title.trim() || 'an entry without a title'}`,
      reason: `${reason.message} (${reason.code})`,
    });
  }
  for (const article of articles) {
    const key = keyOf(article, work);
    // Of two files that hold the same article, the first one speaks for it.
    if (work.taken.has(key)) continue;
    work.taken.add(key);
    imported.sources.push(textSource(`${file}: ${article.title}`, key, article, `${work.prefix}media/`));
  }
  for (const media of embedded) {
    const key = `${work.prefix}media/${media.url.replace(/^embedded:/, '')}`;
    if (work.taken.has(key)) continue;
    work.taken.add(key);
    imported.sources.push(mediaSource(`${file}: a picture, sound or film`, key, media));
  }
}

function keyOf({ id, slug }: Article, { known, prefix }: Work): string {
  const tail = id.replaceAll('-', '').slice(0, digits);
  return known.get(tail) ?? `${prefix}${slug}-${tail}.html`;
}

function textSource(name: string, key: string, article: Article, mediaFolder: string): Source {
  const content = textContent(articleFile(article, 'html', { key, mediaFolder }));
  const metadata = { [importedMark]: content.etag.replaceAll('"', '') };
  return { name, key, metadata, read: async () => content };
}

function mediaSource(name: string, key: string, { content }: EmbeddedMedia): Source {
  const md5 = createHash('md5').update(content).digest('hex');
  const read = async () => ({ etag: `"${md5}"`, size: content.length, body: () => content });
  return { name, key, read, metadata: { [importedMark]: md5 } };
}
