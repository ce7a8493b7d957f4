import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ingestUpload } from '../../../functions/ingest/ingest-upload.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { publish } from '../../../functions/publish/publish.ts';
import { createReconcile } from '../../../functions/reconcile/reconcile.ts';
import type { DynamoDb, S3, Sqs } from '../../../shared/clients.ts';
import { publishMessageSchema } from '../../../shared/publish-message-schema.ts';
import { reconcilePace } from '../../../shared/resources/settings.ts';
import { MemoryServices } from '../memory-services.ts';
import { UsageMeter } from './usage-meter.ts';

/** The three functions over the models, each with a meter, moved by hand. */
export class MeteredPipeline extends MemoryServices {
  readonly meters = { ingest: new UsageMeter(), publish: new UsageMeter(), reconcile: new UsageMeter() };
  readonly reconcile: ReturnType<typeof createReconcile>;
  readonly #ingest;
  readonly #publish;

  constructor() {
    super('Counted');
    this.#ingest = this.dependencies(this.#metered('ingest'));
    this.#publish = this.publishDependencies(this.#metered('publish'));
    const pace = reconcilePace;
    this.reconcile = createReconcile({ ...this.dependencies(this.#metered('reconcile')), pace });
  }

  #metered(name: keyof MeteredPipeline['meters']) {
    const meter = this.meters[name];
    return {
      s3: meter.client<S3>(this.s3),
      sqs: meter.client<Sqs>(this.sqs),
      dynamodb: meter.client<DynamoDb>(this.dynamodb),
    };
  }

  /** Uploads a file and ingests it. */
  async upload(key: string, Body: string): Promise<void> {
    this.now += 1000;
    await this.s3.client<S3>().send(new PutObjectCommand({ Bucket: 'inbox', Key: key, Body }));
    for (const event of uploadEventsOf(this.events.at(-1) ?? '')) await ingestUpload(this.#ingest, event);
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
