import type { Stack } from '../../../cli/stack/stack.ts';
import { ingestUpload } from '../../../functions/ingest/ingest-upload.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import type { S3 } from '../../../shared/clients.ts';
import type { Clock } from '../../../shared/clock.ts';
import { MemoryServices } from '../../helpers/memory-services.ts';
import { type AwsCommand, clientOf } from '../../helpers/models/service-model.ts';

/**
 * A stack in memory with the real ingest, as commands see it. The pipeline works while a command sleeps, on the test's
 * clock; nothing is published.
 */
export class MemoryStack extends MemoryServices {
  readonly site = this.config.site;
  readonly stack: Stack;
  /** Names of the commands that were sent to S3, in order. */
  readonly asked: string[] = [];
  readonly #deps: Parameters<typeof ingestUpload>[0];

  override readonly clock: Clock = {
    now: () => this.now,
    sleep: async (milliseconds) => {
      this.now += milliseconds;
      await this.ingest();
    },
  };

  constructor() {
    super('The Bench');
    for (const queue of ['ingest-dead', 'publish-dead']) this.sqs.addQueue(queue);
    const { s3, dynamodb, sqs } = this.clients();
    const noted = clientOf<S3>((command: AwsCommand) => {
      this.asked.push(command.constructor.name);
      return s3.send(command as never) as Promise<object>;
    });
    const { siteUrl, inboxBucket, storeBucket, catalogTable } = this.config;
    this.stack = {
      siteUrl,
      inboxBucket,
      storeBucket,
      catalogTable,
      queues: {
        ingest: { url: 'ingest', deadLetterUrl: 'ingest-dead' },
        publish: { url: 'publish', deadLetterUrl: 'publish-dead' },
      },
      clients: { s3: noted, dynamodb, sqs } as Stack['clients'],
      close: () => undefined,
    };
    this.#deps = this.dependencies();
  }

  /** Deals with every event that there is. */
  async ingest(): Promise<void> {
    for (let body = this.events.shift(); body !== undefined; body = this.events.shift()) {
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
