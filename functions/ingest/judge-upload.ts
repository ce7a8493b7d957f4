import { contentHash } from '../../shared/article/content-hash.ts';
import { normalize } from '../../shared/article/normalize.ts';
import type { Article } from '../../shared/article/schema.ts';
import type { S3 } from '../../shared/clients.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import { maxArticlesPerUpload, maxUploadBytes } from '../../shared/resources/settings.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { earlierVersions, readUpload, type Upload } from './read-upload.ts';

/** An article of an upload with the hash of its content. */
export interface JudgedArticle {
  article: Article;
  hash: string;
}

/** What an upload is at present. */
export type Verdict =
  | { state: 'deleted' }
  | { state: 'accepted'; upload: Upload; articles: JudgedArticle[] }
  | {
      state: 'rejected';
      upload: Upload;
      code: string;
      reason: string;
      /** Of the newest good version before it: a bad upload takes nothing away. */
      articles: JudgedArticle[];
      /** When that version was uploaded. */
      articlesFrom: string;
    };

/**
 * Reads an upload's present state and normalizes it.
 * Depends on nothing but the inbox and the site settings; only faults of the machinery are thrown.
 */
export async function judgeUpload(s3: S3, bucket: string, key: string, site: SiteSettings): Promise<Verdict> {
  const upload = await readUpload(s3, bucket, key);
  if (!upload) return { state: 'deleted' };
  const attempt = await articlesOf(upload, site);
  if (!(attempt instanceof RejectedUploadError)) return { state: 'accepted', upload, articles: attempt };
  const rejected = { state: 'rejected', upload, code: attempt.code, reason: attempt.message } as const;
  for await (const version of earlierVersions(s3, bucket, upload)) {
    const earlier = await articlesOf(version, site);
    if (earlier instanceof RejectedUploadError) continue;
    return { ...rejected, articles: earlier, articlesFrom: version.lastModified };
  }
  return { ...rejected, articles: [], articlesFrom: upload.lastModified };
}

async function articlesOf(
  upload: Upload,
  site: SiteSettings,
): Promise<JudgedArticle[] | RejectedUploadError> {
  if (!upload.bytes) {
    const megabytes = (size: number) => `${Math.ceil(size / 1_048_576)} MB`;
    return new RejectedUploadError(
      'too-large',
      `The file has ${megabytes(upload.size)}; at most ${megabytes(maxUploadBytes)} can be read. Split it, or upload its images beside it instead of inside it.`,
    );
  }
  try {
    const { key, bytes, contentType } = upload;
    const articles = await normalize({ key, bytes, contentType }, site);
    if (articles.length > maxArticlesPerUpload) {
      return new RejectedUploadError(
        'too-many-articles',
        `The file holds ${articles.length} articles; at most ${maxArticlesPerUpload} can come in one. Split it.`,
      );
    }
    return distinct(articles).map((article) => ({ article, hash: contentHash(article) }));
  } catch (error) {
    if (error instanceof RejectedUploadError) return error;
    throw error;
  }
}

/** One upload may state an id twice (a feed that repeats an item): the first stands. Canceled articles claim nothing. */
function distinct(articles: Article[]): Article[] {
  const first = new Map([...articles].reverse().map((article) => [article.id, article]));
  return [...first.values()].reverse().filter((article) => article.status !== 'canceled');
}
