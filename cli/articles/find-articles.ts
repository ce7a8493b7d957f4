import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import { UsageError } from '../../shared/errors.ts';
import * as z from '../../shared/zod.ts';
import type { Stack } from '../stack/stack.ts';
import { articlesOf } from '../status/describe-upload.ts';

/** What a name on the command line stands for. */
export interface NamedArticles {
  articles: ArticleRecord[];
  /** The upload, when it was named by its key. */
  upload?: UploadRecord;
}

/** An article's document on the site, as far as it is needed. @param address of its page */
export type FetchArticle = (address: string) => Promise<unknown>;

const uuid = z.uuid();

/**
 * Finds articles by an id, by the key of an upload, or by the address of a page.
 * @throws UsageError `no-such-article`
 */
export async function findArticles(
  stack: Stack,
  name: string,
  fetchArticle: FetchArticle,
): Promise<NamedArticles> {
  const catalog = new Catalog(stack.clients.dynamodb, stack.catalogTable);
  if (/^https?:\/\//i.test(name)) return { articles: [await articleAt(catalog, name, fetchArticle)] };
  const { data: id } = uuid.safeParse(name.toLowerCase());
  const article = id === undefined ? undefined : await catalog.readArticle(id);
  if (article) return { articles: [article] };
  const upload = await catalog.readUpload(name);
  if (!upload) {
    throw new UsageError(
      'no-such-article',
      `The catalog knows no article with this id and no upload with this key: ${name}. "dropwire list" and "dropwire status" show what there is.`,
    );
  }
  const articles: ArticleRecord[] = [];
  for (const each of articlesOf(upload)) {
    const record = await catalog.readArticle(each);
    if (record) articles.push(record);
  }
  return { articles, upload };
}

async function articleAt(
  catalog: Catalog,
  address: string,
  fetchArticle: FetchArticle,
): Promise<ArticleRecord> {
  const document = z.object({ id: uuid }).safeParse(await fetchArticle(address));
  const record = document.data && (await catalog.readArticle(document.data.id));
  if (record) return record;
  throw new UsageError(
    'no-such-article',
    `There is no article of this stack at ${address}. Name the address of its page, its id or its upload.`,
  );
}

/** Fetches `article.json` beside a page; undefined when there is none. A withdrawn article's says its id (status 410). */
export const fetchArticle: FetchArticle = async (address) => {
  try {
    const answer = await fetch(new URL('article.json', address), { signal: AbortSignal.timeout(10_000) });
    return answer.ok || answer.status === 410 ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
};
