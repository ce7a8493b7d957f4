import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ingestUpload } from '../../../functions/ingest/ingest-upload.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { publish } from '../../../functions/publish/publish.ts';
import { Revisions } from '../../../functions/publish/revisions.ts';
import { SiteObjects } from '../../../functions/publish/site-objects.ts';
import { createReconcile } from '../../../functions/reconcile/reconcile.ts';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../../shared/clients.ts';
import { publishMessageSchema } from '../../../shared/publish-message-schema.ts';
import { reconcilePace } from '../../../shared/resources/settings.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { DynamoDbModel } from '../models/dynamodb/dynamodb-model.ts';
import { S3Model } from '../models/s3/s3-model.ts';
import { SqsModel } from '../models/sqs-model.ts';
import { UsageMeter } from './usage-meter.ts';

const config = {
  inboxBucket: 'inbox',
  storeBucket: 'store',
  siteBucket: 'site',
  catalogTable: 'catalog',
  ingestQueueUrl: 'ingest',
  publishQueueUrl: 'publish',
  siteUrl: 'https://news.example/',
  site: parseSiteSettings({ title: 'Counted' }),
};

/** The three functions over the models, each with a meter, moved by hand. */
export class MeteredPipeline {
  now = Date.parse('2026-06-15T12:00:00Z');
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly sqs = new SqsModel(() => this.now);
  readonly meters = { ingest: new UsageMeter(), publish: new UsageMeter(), reconcile: new UsageMeter() };
  readonly reconcile: ReturnType<typeof createReconcile>;
  readonly #events: string[] = [];
  readonly #ingest;
  readonly #publish;

  constructor() {
    this.s3.addBucket('inbox', { versioned: true });
    for (const name of ['store', 'site']) this.s3.addBucket(name);
    for (const name of ['ingest', 'publish']) this.sqs.addQueue(name);
    this.dynamodb.addTable('catalog');
    this.s3.notify('inbox', (record) => this.#events.push(JSON.stringify({ Records: [record] })));
    this.#ingest = this.#clients('ingest');
    this.#publish = {
      ...this.#clients('publish'),
      site: new SiteObjects(this.meters.publish.client<S3>(this.s3), 'site'),
      revisions: new Revisions(this.meters.publish.client<S3>(this.s3), 'store', config.siteUrl),
    };
    this.reconcile = createReconcile({ ...this.#clients('reconcile'), pace: reconcilePace });
  }

  #clients(name: keyof MeteredPipeline['meters']) {
    const meter = this.meters[name];
    const dynamodb = meter.client<DynamoDb>(this.dynamodb);
    return {
      s3: meter.client<S3>(this.s3),
      sqs: meter.client<Sqs>(this.sqs),
      dynamodb,
      catalog: new Catalog(dynamodb, 'catalog'),
      clock: { now: () => this.now, sleep: async () => {} },
      config,
    };
  }

  /** Uploads a file and ingests it. */
  async upload(key: string, Body: string): Promise<void> {
    this.now += 1000;
    await this.s3.client<S3>().send(new PutObjectCommand({ Bucket: 'inbox', Key: key, Body }));
    for (const event of uploadEventsOf(this.#events.at(-1) ?? '')) await ingestUpload(this.#ingest, event);
  }

  /** Publishes all that waits, in one batch. */
  async publish(): Promise<void> {
    const { Messages = [] } = this.sqs.ReceiveMessage({ QueueUrl: 'publish', MaxNumberOfMessages: 1000 });
    const hints = Messages.map(({ Body = '' }) => publishMessageSchema.parse(JSON.parse(Body)));
    const { failures } = await publish(this.#publish, {
      articles: hints.flatMap(({ articles }) => articles),
      feeds: hints.flatMap(({ feeds }) => feeds),
      checks: hints.flatMap(({ checks }) => checks),
      pages: hints.flatMap(({ pages }) => pages),
      site: hints.some(({ site }) => site),
    });
    for (const error of failures.values()) throw error;
    for (const { ReceiptHandle } of Messages) this.sqs.DeleteMessage({ QueueUrl: 'publish', ReceiptHandle });
  }
}
