import type { SQSBatchResponse } from 'aws-lambda';
import { DynamoDbModel } from '../helpers/models/dynamodb/dynamodb-model.ts';
import { EventBridgeModel } from '../helpers/models/eventbridge-model.ts';
import { S3Model } from '../helpers/models/s3/s3-model.ts';
import type { CommandExecutor } from '../helpers/models/service-model.ts';
import { SqsModel } from '../helpers/models/sqs-model.ts';
import type { Random } from '../helpers/simulation/random.ts';
import { Scheduler, SimulatedProcess } from '../helpers/simulation/scheduler.ts';
import { simulatedClient, simulatedClock } from '../helpers/simulation/simulated-clients.ts';
import { CatalogWatch } from './catalog-watch.ts';
import { type Edit, fileOf } from './documents.ts';
import { isExpectedFailure } from './expected-failures.ts';
import { type Environment, Lambda } from './lambda.ts';
import { LogWatch } from './log-watch.ts';
import {
  driftFunction,
  ingestFunction,
  names,
  type Outside,
  publishFunction,
  reconcileFunction,
} from './pipeline.ts';
import { startTime } from './plan-edits.ts';
import { SiteWatch } from './site-watch.ts';
import { UploadHistory } from './upload-history.ts';

type SimulatedService = 's3' | 'dynamodb' | 'sqs' | 'eventbridge';

/** Breaks the protocol on purpose: stands between a function and a service. */
export type Breakage = (
  executor: CommandExecutor,
  service: SimulatedService,
  lambda: 'ingest' | 'publish' | 'reconcile',
) => CommandExecutor;

const hidden = 10 ** 9;

/** The whole pipeline over the models: services, functions, queues and editors, moved by whoever holds it. */
export class World {
  now = startTime;
  readonly scheduler = new Scheduler();
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly catalogWatch = new CatalogWatch(this.dynamodb);
  readonly sqs: SqsModel;
  readonly eventBridge = new EventBridgeModel();
  readonly history = new UploadHistory();
  readonly logWatch = new LogWatch(this.s3, this.catalogWatch);
  readonly watch = new SiteWatch(this.s3, this.history, () => this.now, this.logWatch);
  readonly ingest: Lambda;
  readonly publish: Lambda;
  /** What went wrong; an error here is a violation, not a fault that was injected. */
  readonly violations: string[] = [];
  reconciling: SimulatedProcess | undefined;
  /** Whether the last reconcile run found something due. */
  released = false;
  /** Whether the round of looking for drift that is under way, if one is, has come to its end. */
  resting = false;
  /** Whether drift was ever looked for. */
  searched = false;
  readonly #random: Random;
  readonly #breakage: Breakage;
  #receives = 0;

  constructor(random: Random, breakage: Breakage = (executor) => executor) {
    this.#random = random;
    this.#breakage = breakage;
    this.sqs = new SqsModel(
      () => this.now,
      (messages) => random.shuffled(messages),
    );
    this.s3.addBucket(names.inbox, { versioned: true });
    this.s3.addBucket(names.store);
    this.s3.addBucket(names.site);
    this.dynamodb.addTable(names.table);
    for (const queue of ['ingest', 'publish'] as const) {
      const deadLetterQueueUrl = names.deadLetters[queue];
      this.sqs.addQueue(deadLetterQueueUrl);
      this.sqs.addQueue(queue, { maxReceiveCount: 5, deadLetterQueueUrl });
    }
    this.s3.notify(names.inbox, (record) => {
      this.sqs.SendMessage({
        QueueUrl: names.ingestQueue,
        MessageBody: JSON.stringify({ Records: [record] }),
      });
    });
    this.ingest = new Lambda('ingest', names.ingestQueue, 4, (current) =>
      ingestFunction(this.#outside('ingest', current)),
    );
    this.publish = new Lambda('publish', names.publishQueue, 3, (current) =>
      publishFunction(this.#outside('publish', current)),
    );
  }

  /** An editor puts or deletes a file. */
  edit(edit: Edit): void {
    this.now += edit.after;
    const object = { Bucket: names.inbox, Key: edit.key };
    this.history.note(edit, this.now);
    if (edit.action === 'delete') this.s3.DeleteObject(object);
    else this.s3.PutObject({ ...object, Body: fileOf(edit.spec), ContentType: 'text/markdown' });
  }

  /** Whether a function can be invoked with messages that wait. */
  canDeliver(lambda: Lambda): boolean {
    const next = this.sqs.nextVisibleAt(lambda.queueUrl);
    return lambda.running < lambda.most && next !== undefined && next <= this.now;
  }

  /** Invokes a function with some messages of its queue. */
  deliver(lambda: Lambda): void {
    const MaxNumberOfMessages = 1 + this.#random.below(6);
    const { Messages = [] } = this.sqs.ReceiveMessage({
      QueueUrl: lambda.queueUrl,
      MaxNumberOfMessages,
      VisibilityTimeout: hidden,
    }) as { Messages?: { ReceiptHandle?: string; Body?: string }[] };
    if (Messages.length === 0) return;
    const environment = lambda.environment(this.#random.chance(0.05));
    environment.busy = true;
    const batch = Messages.map(({ ReceiptHandle = '', Body = '' }) => {
      this.#receives += 1;
      return { messageId: `received-${this.#receives}`, receiptHandle: ReceiptHandle, body: Body };
    });
    const receipts = new Map(batch.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]));
    this.#invocations.set(environment.process, () => {
      this.#settle(lambda, receipts, new Set(receipts.keys()));
    });
    const finish = ({ batchItemFailures }: SQSBatchResponse) => {
      // A dead process can't acknowledge anything.
      if (!environment.process.alive) return;
      this.#invocations.delete(environment.process);
      environment.busy = false;
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      this.#settle(lambda, receipts, failed);
    };
    environment.invoke(batch as Parameters<Environment['invoke']>[0]).then(finish, (error) => {
      this.#noteFailure(error);
      finish({ batchItemFailures: batch.map(({ messageId }) => ({ itemIdentifier: messageId })) });
    });
  }

  readonly #invocations = new Map<SimulatedProcess, () => void>();

  /** Kills a process; its messages come back. */
  crash(process: SimulatedProcess): void {
    this.scheduler.crash(process);
    for (const lambda of [this.ingest, this.publish]) lambda.discard(process);
    this.#invocations.get(process)?.();
    this.#invocations.delete(process);
    if (this.reconciling === process) this.reconciling = undefined;
  }

  /** Runs the reconcile function, as its schedule does every minute. */
  reconcile(): void {
    const process = new SimulatedProcess('reconcile');
    this.reconciling = process;
    const ended = () => {
      if (this.reconciling === process) this.reconciling = undefined;
    };
    reconcileFunction(this.#outside('reconcile', () => process))().then(
      (released) => {
        this.released = released.length > 0;
        ended();
      },
      (error) => {
        this.released = true;
        this.#noteFailure(error);
        ended();
      },
    );
  }

  /** Runs the reconcile function with its search for drift. */
  lookForDrift(): void {
    this.searched = true;
    const process = new SimulatedProcess('reconcile');
    this.reconciling = process;
    driftFunction(this.#outside('reconcile', () => process))().then(
      ({ cursor }) => {
        this.resting = cursor.position.phase === 'rest';
        this.reconciling = undefined;
      },
      (error) => {
        this.#noteFailure(error);
        this.reconciling = undefined;
      },
    );
  }

  /** Puts messages that failed too often back into their queues. */
  redrive(): boolean {
    let any = false;
    for (const queue of ['ingest', 'publish'] as const) {
      const dead = names.deadLetters[queue];
      const { Messages = [] } = this.sqs.ReceiveMessage({ QueueUrl: dead, MaxNumberOfMessages: 1000 }) as {
        Messages?: { ReceiptHandle?: string; Body?: string }[];
      };
      for (const { ReceiptHandle, Body } of Messages) {
        this.sqs.SendMessage({ QueueUrl: queue, MessageBody: Body });
        this.sqs.DeleteMessage({ QueueUrl: dead, ReceiptHandle });
        any = true;
      }
    }
    return any;
  }

  /** Nothing is under way, nothing waits in a queue. */
  get idle(): boolean {
    const queued = [this.ingest, this.publish].some(({ queueUrl }) => this.sqs.bodies(queueUrl).length > 0);
    return (
      !queued && this.scheduler.pending.length === 0 && this.#invocations.size === 0 && !this.reconciling
    );
  }

  #settle(lambda: Lambda, receipts: Map<string, string>, failed: Set<string>): void {
    const QueueUrl = lambda.queueUrl;
    for (const [messageId, ReceiptHandle] of receipts) {
      if (!failed.has(messageId)) this.sqs.DeleteMessage({ QueueUrl, ReceiptHandle });
      else this.sqs.release(QueueUrl, ReceiptHandle);
    }
  }

  #noteFailure(error: unknown): void {
    if (!isExpectedFailure(error)) this.violations.push(`a handler failed by itself: ${describe(error)}`);
  }

  #outside(lambda: 'ingest' | 'publish' | 'reconcile', current: () => SimulatedProcess): Outside {
    const client = <Client>(service: SimulatedService, executor: CommandExecutor) =>
      simulatedClient<Client>(this.scheduler, current, service, this.#breakage(executor, service, lambda));
    return {
      s3: client('s3', this.watch),
      dynamodb: client('dynamodb', this.catalogWatch),
      sqs: client('sqs', this.sqs),
      eventBridge: client('eventbridge', this.eventBridge),
      clock: simulatedClock(this.scheduler, current, () => this.now),
      log: { error: (_message, { error }) => this.#noteFailure(error) },
    };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
