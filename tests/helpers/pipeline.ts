import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { articleId } from '../../shared/article/identity.ts';
import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import { statusOf } from '../../shared/clients.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import { parseSiteSettings, type SiteSettings } from '../../shared/site-settings.ts';
import { isExternal, testEnvironment, uniqueName } from './test-endpoints.ts';

/** How an upload is sent. */
export interface UploadOptions {
  contentType?: string;
  tags?: Record<string, string>;
}

const patienceMs = 60_000;
const pauseMs = 25;

/** The whole pipeline, from the inbox bucket to the site over HTTP, as one test file uses it. */
export class TestPipeline {
  readonly stack: LocalStack;
  /** Invocations that failed, and what the stack warned of: none in a healthy run. */
  readonly troubles: string[];
  readonly #folder: string;
  readonly #touched = new Set<string>();

  constructor(stack: LocalStack, folder: string, troubles: string[]) {
    this.stack = stack;
    this.#folder = folder;
    this.troubles = troubles;
  }

  /** @returns the version that S3 gave it */
  async upload(key: string, body: string | Uint8Array, options: UploadOptions = {}): Promise<string> {
    const bytes = Buffer.from(body);
    const { VersionId = '' } = await this.stack.clients.s3.send(
      new PutObjectCommand({
        Bucket: this.stack.resources.buckets.inbox,
        Key: key,
        Body: bytes,
        ContentLength: bytes.length,
        ContentType: options.contentType,
        Tagging: options.tags && new URLSearchParams(options.tags).toString(),
      }),
    );
    this.#touched.add(key);
    return VersionId;
  }

  async remove(key: string): Promise<void> {
    const Bucket = this.stack.resources.buckets.inbox;
    await this.stack.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    this.#touched.add(key);
  }

  /** Waits until every upload and deletion made here has been dealt with and nothing is left to do. */
  async settled(): Promise<void> {
    for (const key of this.#touched) {
      await until(`${key} to be ingested`, () => this.#isDealtWith(key));
    }
    this.#touched.clear();
    if (!(await this.stack.settled(patienceMs))) {
      throw new Error(`The pipeline doesn't come to rest. ${this.troubles.join('\n')}`);
    }
  }

  async #isDealtWith(key: string): Promise<boolean> {
    const [present, record] = await Promise.all([this.#versionOf(key), this.uploadRecord(key)]);
    if (!record || record.state === 'working') return false;
    return present === undefined ? record.state === 'deleted' : record.versionId === present;
  }

  /** Version of an upload as it stands; undefined when there is none. */
  async #versionOf(key: string): Promise<string | undefined> {
    const Bucket = this.stack.resources.buckets.inbox;
    try {
      return (await this.stack.clients.s3.send(new HeadObjectCommand({ Bucket, Key: key }))).VersionId;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return undefined;
    }
  }

  uploadRecord(key: string): Promise<UploadRecord | undefined> {
    return this.stack.catalog.readUpload(key);
  }

  /** The record of the article that an upload becomes; of its own id when the document states one. */
  articleRecord(key: string, statedId?: string): Promise<ArticleRecord | undefined> {
    return this.stack.catalog.readArticle(articleId(key, statedId));
  }

  /** Tags of an upload, of the version that stands. */
  async tags(key: string): Promise<Record<string, string>> {
    const Bucket = this.stack.resources.buckets.inbox;
    const { TagSet = [] } = await this.stack.clients.s3.send(
      new GetObjectTaggingCommand({ Bucket, Key: key }),
    );
    return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  /** Keys of a bucket with their ETags, in order. */
  async objects(bucket: keyof LocalStack['resources']['buckets']): Promise<Map<string, string>> {
    const Bucket = this.stack.resources.buckets[bucket];
    const found = new Map<string, string>();
    let ContinuationToken: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await this.stack.clients.s3.send(
        new ListObjectsV2Command({ Bucket, ContinuationToken }),
      );
      for (const { Key = '', ETag = '' } of page.Contents ?? []) found.set(Key, ETag);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return found;
  }

  /** Keys of site objects whose key or bytes hold a text. */
  async traces(text: string): Promise<string[]> {
    const found: string[] = [];
    for (const key of (await this.objects('site')).keys()) {
      const bytes = await this.siteObject(key);
      if (key.includes(text) || bytes.includes(text)) found.push(key);
    }
    return found;
  }

  siteObject(key: string): Promise<Buffer> {
    return this.#object(this.stack.resources.buckets.site, key);
  }

  inboxObject(key: string): Promise<Buffer> {
    return this.#object(this.stack.resources.buckets.inbox, key);
  }

  async #object(Bucket: string, Key: string): Promise<Buffer> {
    const { Body } = await this.stack.clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** Asks the edge, as a reader would. @param path below the site's address, without a leading slash */
  fetch(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.stack.siteUrl + path, { headers, redirect: 'manual' });
  }

  /** Text of a document on the site. */
  async text(path: string): Promise<string> {
    const response = await this.fetch(path);
    if (response.status !== 200) throw new Error(`${path} has status ${response.status}`);
    return response.text();
  }

  /** Messages that were given up. */
  async deadLetters(): Promise<number> {
    const urls = Object.values(this.stack.resources.queues).map(({ deadLetterUrl }) => deadLetterUrl);
    const counts = urls.map(async (QueueUrl) => {
      const { Attributes } = await this.stack.clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages);
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    if (isExternal()) await this.stack.removeResources();
    await this.stack.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Long enough for messages that are sent together to be published together, and no longer. */
const batchingWindowSeconds = 0.2;

/**
 * Starts the whole pipeline for one test file, over a new folder or against the services that the environment names.
 * The publisher waits less long for company than it usually does: that would only make tests longer.
 */
export async function startPipeline(site: Partial<SiteSettings> = {}): Promise<TestPipeline> {
  Object.assign(queueSettings.publish, { batchingWindowSeconds });
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-pipeline-'));
  const troubles: string[] = [];
  const stack = await startStack({
    dataDir: folder,
    port: 0,
    prefix: uniqueName('p'),
    site: parseSiteSettings({ title: 'The Test Tide', ...site }),
    environment: testEnvironment,
    onBatch({ name, failed, error }) {
      if (failed.size > 0) troubles.push(`${name}: ${failed.size} messages failed (${String(error)})`);
    },
    onWarning: (message) => troubles.push(message),
  });
  return new TestPipeline(stack, folder, troubles);
}

/** Waits for a condition; throws when it takes far too long. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export const md5 = (bytes: string | Uint8Array): string => createHash('md5').update(bytes).digest('hex');
