import type { Stack } from '../../../cli/stack/stack.ts';
import { ingestUpload } from '../../../functions/ingest/ingest-upload.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../../shared/clients.ts';
import type { Clock } from '../../../shared/clock.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { DynamoDbModel } from '../../helpers/models/dynamodb/dynamodb-model.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { type AwsCommand, clientOf } from '../../helpers/models/service-model.ts';
import { SqsModel } from '../../helpers/models/sqs-model.ts';

/**
 * A stack in memory with the real ingest, as commands see it. The pipeline works while a command sleeps, on the test's
 * clock; nothing is published.
 */
export class MemoryStack {
  now = Date.parse('2026-06-15T12:00:00Z');
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly sqs = new SqsModel(() => this.now);
  readonly site = parseSiteSettings({ title: 'The Bench' });
  readonly stack: Stack;
  /** Names of the commands that were sent to S3, in order. */
  readonly asked: string[] = [];
  readonly #events: string[] = [];
  readonly #deps: Parameters<typeof ingestUpload>[0];

  readonly clock: Clock = {
    now: () => this.now,
    sleep: async (milliseconds) => {
      this.now += milliseconds;
      await this.ingest();
    },
  };

  constructor() {
    this.s3.addBucket('inbox', { versioned: true });
    for (const bucket of ['store', 'site']) this.s3.addBucket(bucket);
    this.dynamodb.addTable('catalog');
    for (const queue of ['ingest', 'ingest-dead', 'publish', 'publish-dead']) this.sqs.addQueue(queue);
    this.s3.notify('inbox', (record) => this.#events.push(JSON.stringify({ Records: [record] })));
    const dynamodb = this.dynamodb.client<DynamoDb>();
    const s3 = this.s3.client<S3>();
    const noted = clientOf<S3>((command: AwsCommand) => {
      this.asked.push(command.constructor.name);
      return s3.send(command as never) as Promise<object>;
    });
    this.stack = {
      siteUrl: 'https://news.example/',
      inboxBucket: 'inbox',
      storeBucket: 'store',
      catalogTable: 'catalog',
      queues: {
        ingest: { url: 'ingest', deadLetterUrl: 'ingest-dead' },
        publish: { url: 'publish', deadLetterUrl: 'publish-dead' },
      },
      clients: { s3: noted, dynamodb, sqs: this.sqs.client<Sqs>() } as Stack['clients'],
      close: () => undefined,
    };
    this.#deps = {
      s3,
      dynamodb,
      sqs: this.sqs.client<Sqs>(),
      catalog: new Catalog(dynamodb, 'catalog'),
      clock: this.clock,
      config: {
        inboxBucket: 'inbox',
        storeBucket: 'store',
        catalogTable: 'catalog',
        ingestQueueUrl: 'ingest',
        publishQueueUrl: 'publish',
        site: this.site,
      },
    };
  }

  /** Deals with every event that there is. */
  async ingest(): Promise<void> {
    for (let body = this.#events.shift(); body !== undefined; body = this.#events.shift()) {
      for (const event of uploadEventsOf(body)) await ingestUpload(this.#deps, event);
    }
    // Articles are looked at again when a picture of theirs comes.
    const { Messages = [] } = this.sqs.ReceiveMessage({ QueueUrl: 'ingest', MaxNumberOfMessages: 10 });
    for (const { Body = '', ReceiptHandle } of Messages) {
      for (const event of uploadEventsOf(Body)) await ingestUpload(this.#deps, event);
      this.sqs.DeleteMessage({ QueueUrl: 'ingest', ReceiptHandle });
    }
    if (Messages.length > 0) await this.ingest();
  }

  put(Key: string, Body: string | Uint8Array): void {
    this.s3.PutObject({ Bucket: 'inbox', Key, Body });
  }

  /** Text of an upload as it stands. */
  upload(key: string): string | undefined {
    const bytes = this.s3.bucket('inbox').newest(key)?.bytes;
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  /** Keys that the inbox holds. */
  keys(): string[] {
    return [...this.s3.bucket('inbox').current()].map(([key]) => key);
  }
}

/** A Markdown file. @param more lines of front matter */
export const markdown = (title: string, more = ''): string =>
  `---\ntitle: ${title}\n${more}---\n\nThe tide was high this morning, and the ferry left on time.\n`;
