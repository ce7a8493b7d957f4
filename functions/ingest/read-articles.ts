import { contentHash } from '../../shared/article/content-hash.ts';
import { normalizeUpload } from '../../shared/article/normalize.ts';
import type { Article } from '../../shared/article/schema.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import { maxArticlesPerUpload } from '../../shared/resources/settings.ts';
import { attachMedia } from './attach-media.ts';
import type { IngestDependencies } from './dependencies.ts';
import type { Upload } from './read-upload.ts';

/** An article of an upload with the hash of its content. */
export interface JudgedArticle {
  article: Article;
  hash: string;
}

/**
 * The articles of a document, with their media stored or looked up.
 * @throws RejectedUploadError when it can't become articles, with a reason for the uploader
 */
export async function readArticles(
  deps: IngestDependencies,
  { key, bytes, contentType }: Upload & { bytes: Uint8Array },
): Promise<JudgedArticle[]> {
  const { articles, embedded } = await normalizeUpload({ key, bytes, contentType }, deps.config.site);
  if (articles.length > maxArticlesPerUpload) {
    throw new RejectedUploadError(
      'too-many-articles',
      `The file holds ${articles.length} articles; at most ${maxArticlesPerUpload} can come in one. Split it.`,
    );
  }
  const attached = await attachMedia(deps, key, distinct(articles), embedded);
  return attached.map((article) => ({ article, hash: contentHash(article) }));
}

/** One upload may state an id twice (a feed that repeats an item): the first stands. Canceled articles claim nothing. */
function distinct(articles: Article[]): Article[] {
  const first = new Map([...articles].reverse().map((article) => [article.id, article]));
  return [...first.values()].reverse().filter((article) => article.status !== 'canceled');
}
