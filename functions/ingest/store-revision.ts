import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Article } from '../../shared/article/schema.ts';
import { type ArticleRecord, type Claim, revisionName } from '../../shared/catalog/article-record.ts';
import type { S3 } from '../../shared/clients.ts';
import { feedsOf } from '../../shared/feeds/feed-id.ts';
import { canaryFeed, isCanaryUpload } from '../../shared/resources/canary.ts';
import { revisionKey } from '../../shared/resources/object-keys.ts';
import type { JudgedArticle } from './read-articles.ts';

/** What an upload says of an article, for the catalog. @param lastModified when it came, ISO 8601 UTC */
export function claimOf(
  { article, hash }: JudgedArticle,
  record: ArticleRecord,
  lastModified: string,
): Claim {
  const { published, updated, embargo, slug, title } = article;
  return {
    revision: revisionName(record, hash),
    hash,
    lastModified,
    published,
    updated,
    embargo,
    withheld: article.draft || article.status !== 'usable',
    slug,
    title: title.slice(0, 200),
    feeds: isCanaryUpload(article.source.key) ? [canaryFeed] : feedsOf(article),
  };
}

/** Puts a revision into the store. It never changes under its name, so putting it twice does no harm. */
export async function storeRevision(s3: S3, bucket: string, name: string, article: Article): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: revisionKey(article.id, name),
      Body: JSON.stringify(article),
      ContentType: 'application/json',
    }),
  );
}
