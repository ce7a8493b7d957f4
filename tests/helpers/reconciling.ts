import type { SQSRecord } from 'aws-lambda';
import { publishBatch } from '../../functions/publish/publish-batch.ts';
import type { Pace } from '../../functions/reconcile/dependencies.ts';
import { createReconcile, type ReconcileSummary } from '../../functions/reconcile/reconcile.ts';
import type { S3, Sqs } from '../../shared/clients.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import { SqsModel } from './models/sqs-model.ts';
import { PublishingBench } from './publishing.ts';

export const queueUrl = 'publish';

/** The publisher's bench with the reconcile function beside it, and the queue between them. */
export class ReconcilingBench extends PublishingBench {
  readonly sqs = new SqsModel(() => this.now);
  readonly pace: Pace;
  /** Puts another client in place of one, to fail in the middle. */
  broken: { s3?: S3; sqs?: Sqs } = {};
  #articlesPut = 0;
  #articlesPublished = 0;
  #reconcile: (() => Promise<ReconcileSummary>) | undefined;

  constructor(site: object = {}, pace: Partial<Pace> = {}) {
    super(site);
    this.sqs.addQueue(queueUrl);
    this.pace = {
      roundSeconds: 86_400,
      articlesPerRun: 5,
      feedsPerRun: 3,
      entriesPerRun: 40,
      siteKeysPerRun: 50,
      storeKeysPerRun: 50,
      ...pace,
    };
  }

  /** Whether tests have changed the catalog since it was first published. */
  get changed(): boolean {
    return this.#articlesPut > this.#articlesPublished;
  }

  override async put(...args: Parameters<PublishingBench['put']>): Promise<string> {
    this.#articlesPut += 1;
    return super.put(...args);
  }

  override async publish(...args: Parameters<PublishingBench['publish']>): Promise<void> {
    this.#articlesPublished ||= this.#articlesPut;
    return super.publish(...args);
  }

  /** Runs the reconcile function once, in the process it has, without the publisher. */
  async reconcileOnce(): Promise<ReconcileSummary> {
    const { s3, dynamodb, catalog, clock, config } = this.deps;
    const sqs = this.sqs.client<Sqs>();
    const { pace, broken } = this;
    this.#reconcile ??= createReconcile({
      s3: broken.s3 ?? s3,
      sqs: broken.sqs ?? sqs,
      dynamodb,
      catalog,
      clock,
      config: { ...config, publishQueueUrl: queueUrl },
      pace,
    });
    return this.#reconcile();
  }

  /** Ends the process of the reconcile function. */
  restart(): void {
    this.#reconcile = undefined;
  }

  /** Publishes what the queue holds, in one batch. */
  async deliver(): Promise<void> {
    const { Messages = [] } = this.sqs.ReceiveMessage({ QueueUrl: queueUrl, MaxNumberOfMessages: 200 });
    const records = Messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
    const errors: unknown[] = [];
    const log = { error: (_message: string, { error }: { error: unknown }) => void errors.push(error) };
    await publishBatch(this.deps, records as SQSRecord[], log);
    for (const error of errors) throw error;
    for (const { ReceiptHandle } of Messages) this.sqs.DeleteMessage({ QueueUrl: queueUrl, ReceiptHandle });
  }

  /** Runs and publishes, a minute apart, until a round is over. @returns the summaries of its runs */
  async round(): Promise<ReconcileSummary[]> {
    const summaries: ReconcileSummary[] = [];
    do {
      this.now += 60_000;
      summaries.push(await this.reconcileOnce());
      await this.deliver();
      if (summaries.length > 1000) throw new Error('the round does not end');
    } while (summaries.at(-1)?.cursor.position.phase !== 'rest');
    return summaries;
  }

  /** The site as it stands, without its change log, which is no function of the catalog: text by key. */
  site(): Map<string, string | undefined> {
    const keys = this.siteKeys().filter((key) => siteKeyOf(key).kind !== 'changes');
    return new Map(keys.map((key) => [key, this.read(key)]));
  }
}
