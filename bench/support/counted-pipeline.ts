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
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import { MemoryServices } from '../../tests/helpers/memory-services.ts';
import { Meter } from './metered.ts';

/** Messages in one receive or delete request (Amazon SQS quotas). */
const messagesPerRequest = 10;

/**
 * The whole pipeline in memory, both functions warm, every billed request counted: those the functions make, and those
 * that S3 and Lambda make to their queues. The upload itself is the uploader's.
 */
export class CountedPipeline extends MemoryServices {
  readonly meter = new Meter();
  readonly #sqs: Sqs;
  readonly #ingest: IngestDependencies;
  readonly #publish: PublishDependencies;
  #lastFailure: unknown;

  constructor() {
    super('Bench', { visibilityTimeoutSeconds: 720 });
    this.#sqs = this.meter.client<Sqs>('sqs', this.sqs);
    this.s3.notify('inbox', (record) => {
      const MessageBody = JSON.stringify({ Records: [record] });
      this.sqs.execute(new SendMessageCommand({ QueueUrl: 'ingest', MessageBody }));
      this.meter.count('sqs', 'SendMessage');
    });
    const clients = {
      s3: this.meter.client<S3>('s3', this.s3),
      dynamodb: this.meter.client<DynamoDb>('dynamodb', this.dynamodb),
      sqs: this.#sqs,
    };
    this.#ingest = this.dependencies(clients);
    this.#publish = this.publishDependencies(clients);
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
