import { contentHash } from '../../shared/article/content-hash.ts';
import { type NormalizedUpload, normalizeUpload } from '../../shared/article/normalize.ts';
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

/** What a document gave. */
export interface ReadArticles {
  articles: JudgedArticle[];
  /** What of it was left out, for the uploader: entries of a feed that make no article. */
  leftOut?: string;
}

/**
 * The articles of a document, with their media stored or looked up.
 * @throws RejectedUploadError when it can't become articles, with a reason for the uploader
 */
export async function readArticles(
  deps: IngestDependencies,
  { key, bytes, contentType }: Upload & { bytes: Uint8Array },
): Promise<ReadArticles> {
  const { articles, embedded, skipped } = await normalizeUpload(
    { key, bytes, contentType },
    deps.config.site,
  );
  if (articles.length > maxArticlesPerUpload) {
    throw new RejectedUploadError(
      'too-many-articles',
      `The file holds ${articles.length} articles; at most ${maxArticlesPerUpload} can come in one. Split it.`,
    );
  }
  const attached = await attachMedia(deps, key, distinct(articles), embedded);
  return {
    articles: attached.map((article) => ({ article, hash: contentHash(article) })),
    leftOut: leftOutOf(skipped),
  };
}

/** Entries that are named; a feed may hold hundreds. */
const mostNamed = 5;

function leftOutOf(skipped: NormalizedUpload['skipped']): string | undefined {
  if (skipped.length === 0) return undefined;
  const named = skipped
    .slice(0, mostNamed)
    .map(
      ({ title, reason }) =>
        `${title === '' ? 'one without a title' : title.slice(0, 80)} - ${reason.message}`,
    );
  const more = skipped.length > mostNamed ? ` And ${skipped.length - mostNamed} more.` : '';
  return `${skipped.length} of its entries make no article: ${named.join(' ')}${more}`;
}

/** One upload may state an id twice (a feed that repeats an item): the first stands. Canceled articles claim nothing. */
function distinct(articles: Article[]): Article[] {
  const first = new Map([...articles].reverse().map((article) => [article.id, article]));
  return [...first.values()].reverse().filter((article) => article.status !== 'canceled');
}
