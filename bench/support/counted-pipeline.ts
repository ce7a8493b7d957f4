import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { IngestDependencies } from '../../functions/ingest/dependencies.ts';
import { ingestBatch } from '../../functions/ingest/ingest-batch.ts';
import type { PublishDependencies } from '../../functions/publish/dependencies.ts';
import { publishBatch } from '../../functions/publish/publish-batch.ts';
import { Revisions } from '../../functions/publish/revisions.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { DynamoDbModel } from '../../tests/helpers/models/dynamodb/dynamodb-model.ts';
import { S3Model } from '../../tests/helpers/models/s3/s3-model.ts';
import { SqsModel } from '../../tests/helpers/models/sqs-model.ts';
import { Meter } from './metered.ts';

/** Messages in one receive or delete request (Amazon SQS quotas). */
const messagesPerRequest = 10;
const config = {
  inboxBucket: 'inbox',
  storeBucket: 'store',
  siteBucket: 'site',
  catalogTable: 'catalog',
  ingestQueueUrl: 'ingest',
  publishQueueUrl: 'publish',
  siteUrl: 'https://news.example/',
  site: parseSiteSettings({ title: 'Bench' }),
};

/**
 * The whole pipeline in memory, both functions warm, every billed request counted: those the functions make, and those
 * that S3 and Lambda make to their queues. The upload itself is the uploader's.
 */
export class CountedPipeline {
  now = Date.parse('2026-06-15T12:00:00Z');
  readonly meter = new Meter();
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly sqs = new SqsModel(() => this.now);
  readonly #sqs: Sqs;
  readonly #ingest: IngestDependencies;
  readonly #publish: PublishDependencies;
  #lastFailure: unknown;

  constructor() {
    const s3 = this.meter.client<S3>('s3', this.s3);
    const dynamodb = this.meter.client<DynamoDb>('dynamodb', this.dynamodb);
    this.#sqs = this.meter.client<Sqs>('sqs', this.sqs);
    this.s3.addBucket('inbox', { versioned: true });
    for (const name of ['store', 'site']) this.s3.addBucket(name);
    this.dynamodb.addTable('catalog');
    for (const name of ['ingest', 'publish']) this.sqs.addQueue(name, { visibilityTimeoutSeconds: 720 });
    this.s3.notify('inbox', (record) => {
      const MessageBody = JSON.stringify({ Records: [record] });
      this.sqs.execute(new SendMessageCommand({ QueueUrl: 'ingest', MessageBody }));
      this.meter.count('sqs', 'SendMessage');
    });
    const clock: Clock = { now: () => this.now, sleep: async () => {} };
    const common = { s3, dynamodb, clock, config };
    this.#ingest = { ...common, sqs: this.#sqs, catalog: new Catalog(dynamodb, 'catalog') };
    this.#publish = {
      ...common,
      catalog: new Catalog(dynamodb, 'catalog'),
      site: new SiteObjects(s3, 'site'),
      revisions: new Revisions(s3, 'store', config.siteUrl),
    };
  }

  /** Puts a file into the inbox. */
  upload(Key: string, Body: string): void {
    this.s3.execute(new PutObjectCommand({ Bucket: 'inbox', Key, Body }));
  }

  /** Invokes both functions until their queues are empty. @throws what failed, if anything did */
  async run(): Promise<void> {
    const log = {
      error: (_message: string, { error }: { error: unknown }) => {
        this.#lastFailure = error;
      },
    };
    await this.#drain('ingest', (records) => ingestBatch(this.#ingest, records, log));
    await this.#drain('publish', (records) => publishBatch(this.#publish, records, log));
  }

  async #drain(
    queue: 'ingest' | 'publish',
    invoke: (records: SQSRecord[]) => Promise<SQSBatchResponse>,
  ): Promise<void> {
    while (this.sqs.bodies(queue).length > 0) {
      const records = await this.#receive(queue, queueSettings[queue].batchSize);
      this.meter.count('lambda', 'Invoke');
      const { batchItemFailures } = await invoke(records);
      if (batchItemFailures.length > 0) throw this.#lastFailure;
      for (let start = 0; start < records.length; start += messagesPerRequest) {
        const Entries = records
          .slice(start, start + messagesPerRequest)
          .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
        await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue, Entries }));
      }
    }
  }

  async #receive(QueueUrl: string, most: number): Promise<SQSRecord[]> {
    const records: SQSRecord[] = [];
    while (records.length < most && records.length < this.sqs.bodies(QueueUrl).length) {
      const MaxNumberOfMessages = Math.min(messagesPerRequest, most - records.length);
      const answer: ReceiveMessageCommandOutput = await this.#sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages }),
      );
      for (const { MessageId = '', ReceiptHandle = '', Body = '' } of answer.Messages ?? []) {
        records.push({ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body } as SQSRecord);
      }
    }
    return records;
  }
}
