import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { PublishDependencies } from '../../functions/publish/dependencies.ts';
import { publish } from '../../functions/publish/publish.ts';
import { Revisions } from '../../functions/publish/revisions.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import { articleId } from '../../shared/article/identity.ts';
import type { Article } from '../../shared/article/schema.ts';
import { applyClaim, emptyRecord, settle } from '../../shared/catalog/article-record.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3 } from '../../shared/clients.ts';
import { feedsOf } from '../../shared/feeds/feed-id.ts';
import { revisionKey } from '../../shared/resources/object-keys.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { DynamoDbModel } from './models/dynamodb/dynamodb-model.ts';
import { S3Model } from './models/s3/s3-model.ts';

/** A small valid article; what a test doesn't care about has a harmless value. */
export function sampleArticle(key: string, changes: Partial<Article> = {}): Article {
  const title = changes.title ?? `About ${key}`;
  return {
    id: articleId(key),
    slug: key.replace(/\W+/g, '-'),
    title,
    summary: 'A short summary.',
    authors: [],
    tags: [],
    language: 'en',
    direction: 'ltr',
    draft: false,
    status: 'usable',
    media: [],
    content: { html: `<p>${title}</p>`, markdown: title, text: title },
    wordCount: 2,
    readingMinutes: 1,
    source: { key, format: 'markdown', bytes: 10 },
    provenance: {},
    ...changes,
  };
}

/** The publisher on in-memory models, with a catalog that tests write to directly. */
export class PublishingBench {
  now = Date.parse('2026-06-15T12:00:00Z');
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly deps: PublishDependencies;

  constructor(site: object = {}, siteUrl = 'https://news.example/') {
    for (const name of ['store', 'site']) this.s3.addBucket(name);
    this.dynamodb.addTable('catalog');
    const s3 = this.s3.client<S3>();
    const dynamodb = this.dynamodb.client<DynamoDb>();
    this.deps = {
      s3,
      dynamodb,
      catalog: new Catalog(dynamodb, 'catalog'),
      site: new SiteObjects(s3, 'site'),
      revisions: new Revisions(s3, 'store', siteUrl),
      clock: { now: () => this.now, sleep: async () => {} },
      config: {
        storeBucket: 'store',
        siteBucket: 'site',
        catalogTable: 'catalog',
        siteUrl,
        site: parseSiteSettings({ title: 'Bench', ...site }),
      },
    };
  }

  /** Writes an article into store and catalog as an ingest would, or takes it out. @returns its id */
  async put(key: string, article: Article | undefined): Promise<string> {
    const id = articleId(key);
    const { catalog, s3 } = this.deps;
    const before = (await catalog.readArticle(id)) ?? emptyRecord(id);
    const now = new Date(this.now).toISOString();
    const hash = createHash('sha256')
      .update(JSON.stringify(article ?? ''))
      .digest('hex');
    const revision = `${hash}.${before.version}`;
    const claim = article && {
      revision,
      hash,
      lastModified: now,
      published: article.published,
      updated: article.updated,
      embargo: article.embargo,
      withheld: article.draft,
      slug: article.slug,
      title: article.title,
      feeds: feedsOf(article),
    };
    if (article) {
      const Body = JSON.stringify(article);
      await s3.send(new PutObjectCommand({ Bucket: 'store', Key: revisionKey(id, revision), Body }));
    }
    const changed = applyClaim(before, { key, claim, at: now, firstSeen: now });
    await catalog.commit({ article: { before, after: settle(before, changed, now, now) } });
    return id;
  }

  async publish(articles: string[], feeds: string[] = []): Promise<void> {
    const { failures } = await publish(this.deps, { articles, feeds });
    for (const error of failures.values()) throw error;
  }

  /** Keys of the site bucket, in order. */
  siteKeys(): string[] {
    return [...this.s3.bucket('site').current()].map(([key]) => key);
  }

  /** Text of a site document; undefined when there is none. */
  read(key: string): string | undefined {
    const bytes = this.s3.bucket('site').newest(key)?.bytes;
    return bytes && Buffer.from(bytes).toString('utf8');
  }
}
