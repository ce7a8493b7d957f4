import type { Article } from '../../shared/article/schema.ts';
import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { mediaScheme } from '../../shared/media-names.ts';
import { mediaKey } from '../../shared/resources/object-keys.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { slugify } from '../../shared/slug.ts';
import { articleLine } from '../articles/article-line.ts';
import { allArticles } from '../articles/list-articles.ts';
import { readRevision } from '../articles/show-article.ts';
import type { Stack } from '../stack/stack.ts';
import { articleFile, becomes, type FileKind, type FilePlace, mediaNames } from './article-file.ts';

/** An article as it is exported, with the dates that it has on the site. */
export interface ExportedArticle {
  article: Article;
  /** Its page, when it is on the site. */
  url?: string;
}

const atOnce = 8;
const perStep = 64;

/** Every article of the catalog that an upload states: published, scheduled and withheld; in no particular order. */
export async function* exportedArticles(stack: Stack): AsyncGenerator<ExportedArticle> {
  let records: ArticleRecord[] = [];
  for await (const record of allArticles(stack)) {
    if (Object.keys(record.claims).length > 0) records.push(record);
    if (records.length < perStep) continue;
    yield* readAll(stack, records);
    records = [];
  }
  yield* readAll(stack, records);
}

async function* readAll(stack: Stack, records: readonly ArticleRecord[]): AsyncGenerator<ExportedArticle> {
  const found = new Map<string, ExportedArticle>();
  await inParallel(atOnce, records, async (record) => {
    const { keys, url } = articleLine(record, stack.siteUrl);
    const { shown } = record;
    const revision = shown?.revision ?? record.claims[keys[0] ?? '']?.revision;
    const article = revision === undefined ? undefined : await readRevision(stack, record.id, revision);
    // Changed between the two reads: what took its place comes with the next export.
    if (!article) return;
    const dates = shown && { published: shown.published, updated: shown.updated };
    found.set(record.id, { article: { ...article, ...dates }, url: shown && url });
  });
  for (const { id } of records) {
    const exported = found.get(id);
    if (exported) yield exported;
  }
}

/** A line of NDJSON: the article as its `article.json` has it; drafts and scheduled ones have no `url`. */
export function exportLine({ article, url }: ExportedArticle, siteUrl: string): string {
  return JSON.stringify({ ...article, url }).replaceAll(mediaScheme, siteAddress(siteUrl, mediaKey('')));
}

/** Where media lie in an exported folder. */
export const exportedMediaFolder = 'media/';

/** A file of an exported folder. */
export interface ExportedFile {
  /** Path in the folder, with slashes; also the key under which `push` uploads it. */
  path: string;
  text: string;
  /** Names of the store's media files that it shows. */
  media: string[];
  /** Whether pushing it gives exactly the same article. */
  exact: boolean;
}

/**
 * An article as a file: Markdown when that becomes the same article again, else HTML.
 * @param taken paths that are used already; the new one is added
 */
export async function exportFile(
  { article }: ExportedArticle,
  site: SiteSettings,
  taken: Set<string>,
): Promise<ExportedFile> {
  const media = mediaNames(article);
  const base = freePath(article, taken);
  const fileOf = async (kind: FileKind) => {
    const place: FilePlace = { key: `${base}.${kind}`, mediaFolder: exportedMediaFolder };
    const text = articleFile(article, kind, place);
    return { path: place.key, text, media, exact: await becomes(article, text, place, site) };
  };
  const markdown = await fileOf('md');
  return markdown.exact ? markdown : fileOf('html');
}

function freePath({ id, slug, section }: Article, taken: Set<string>): string {
  const folder = section === undefined ? '' : slugify(section);
  for (const digits of [8, id.length]) {
    const path = `${folder && `${folder}/`}${slug}-${id.slice(0, digits)}`;
    if (taken.has(path)) continue;
    taken.add(path);
    return path;
  }
  return id;
}
