import { hash } from 'node:crypto';
import type {
  ChangeMessageVisibilityCommandInput,
  DeleteMessageBatchCommandInput,
  DeleteMessageCommandInput,
  Message,
  ReceiveMessageCommandInput,
  SendMessageBatchCommandInput,
  SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { sqsError } from './service-error.ts';
import { ServiceModel } from './service-model.ts';

/** A message as a queue keeps it. */
interface StoredMessage {
  id: string;
  body: string;
  sentAt: number;
  /** Not to be received before this time, milliseconds since the epoch. */
  visibleAt: number;
  receives: number;
  receipt: string | undefined;
}

/** How a queue treats its messages. */
export interface QueueOptions {
  visibilityTimeoutSeconds?: number;
  maxReceiveCount?: number;
  deadLetterQueueUrl?: string;
}

interface Queue extends QueueOptions {
  url: string;
  messages: StoredMessage[];
}

/** Amazon SQS standard queues in memory: visibility timeouts, receive counts, dead-letter queues. */
export class SqsModel extends ServiceModel {
  readonly #queues = new Map<string, Queue>();
  readonly #now: () => number;
  readonly #order: <T>(messages: T[]) => T[];
  #ids = 0;
  #receipts = 0;
  /** Bytes of message bodies received. */
  readonly transferred = { in: 0 };

  /** @param order in which messages are received; standard queues keep none */
  constructor(now: () => number, order: <T>(messages: T[]) => T[] = (messages) => messages) {
    super();
    this.#now = now;
    this.#order = order;
  }

  protected override operations(): object {
    return this;
  }

  addQueue(url: string, options: QueueOptions = {}): void {
    this.#queues.set(url, { url, messages: [], ...options });
  }

  /** Bodies of the messages in a queue, received or not, oldest first. */
  bodies(url: string): string[] {
    return this.#queue(url).messages.map(({ body }) => body);
  }

  /** When the next message can be received, milliseconds since the epoch; undefined when the queue is empty. */
  nextVisibleAt(url: string): number | undefined {
    const times = this.#queue(url).messages.map(({ visibleAt }) => visibleAt);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Delivers a message a second time, as a standard queue may. */
  duplicate(url: string, index: number): void {
    const queue = this.#queue(url);
    const message = queue.messages[index];
    if (message) queue.messages.push({ ...message, visibleAt: this.#now(), receipt: undefined });
  }

  /** Makes a received message visible again, if its receipt is still the newest: its receiver failed or died. */
  release(url: string, receipt: string): void {
    const message = this.#queue(url).messages.find((each) => each.receipt === receipt);
    if (message) message.visibleAt = this.#now();
  }

  SendMessage({ QueueUrl, MessageBody = '', DelaySeconds = 0 }: SendMessageCommandInput) {
    const queue = this.#queue(QueueUrl);
    if (MessageBody === '') throw sqsError('MissingParameter', 400, 'The request must contain MessageBody.');
    if (Buffer.byteLength(MessageBody) > 1024 * 1024)
      throw sqsError('InvalidParameterValue', 400, 'Too long.');
    this.#ids += 1;
    const id = `message-${this.#ids}`;
    const now = this.#now();
    this.transferred.in += Buffer.byteLength(MessageBody);
    queue.messages.push({
      id,
      body: MessageBody,
      sentAt: now,
      visibleAt: now + DelaySeconds * 1000,
      receives: 0,
      receipt: undefined,
    });
    return { MessageId: id, MD5OfMessageBody: md5(MessageBody) };
  }

  SendMessageBatch({ QueueUrl, Entries = [] }: SendMessageBatchCommandInput) {
    if (Entries.length === 0) throw sqsError('EmptyBatchRequest', 400);
    if (Entries.length > 10) throw sqsError('TooManyEntriesInBatchRequest', 400);
    if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
      throw sqsError('BatchEntryIdsNotDistinct', 400);
    const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > 1024 * 1024) throw sqsError('BatchRequestTooLong', 400);
    const Successful = Entries.map(({ Id, MessageBody, DelaySeconds }) => ({
      Id,
      ...this.SendMessage({ QueueUrl, MessageBody, DelaySeconds }),
    }));
    return { Successful };
  }

  ReceiveMessage({ QueueUrl, MaxNumberOfMessages = 1, VisibilityTimeout }: ReceiveMessageCommandInput) {
    const queue = this.#queue(QueueUrl);
    const now = this.#now();
    const timeout = VisibilityTimeout ?? queue.visibilityTimeoutSeconds ?? 30;
    const Messages: Message[] = [];
    for (const message of this.#order([...queue.messages])) {
      if (Messages.length === MaxNumberOfMessages || message.visibleAt > now) continue;
      if (message.receives >= (queue.maxReceiveCount ?? Number.POSITIVE_INFINITY)) {
        this.#bury(queue, message);
        continue;
      }
      message.receives += 1;
      message.visibleAt = now + timeout * 1000;
      this.#receipts += 1;
      message.receipt = `receipt-${this.#receipts}`;
      Messages.push({
        MessageId: message.id,
        ReceiptHandle: message.receipt,
        Body: message.body,
        MD5OfBody: md5(message.body),
        Attributes: {
          ApproximateReceiveCount: String(message.receives),
          SentTimestamp: String(message.sentAt),
        },
      });
    }
    return Messages.length > 0 ? { Messages } : {};
  }

  DeleteMessage({ QueueUrl, ReceiptHandle }: DeleteMessageCommandInput) {
    const queue = this.#queue(QueueUrl);
    queue.messages = queue.messages.filter(
      ({ receipt }) => receipt === undefined || receipt !== ReceiptHandle,
    );
    return {};
  }

  DeleteMessageBatch({ QueueUrl, Entries = [] }: DeleteMessageBatchCommandInput) {
    for (const { ReceiptHandle } of Entries) this.DeleteMessage({ QueueUrl, ReceiptHandle });
    return { Successful: Entries.map(({ Id }) => ({ Id })) };
  }

  ChangeMessageVisibility({
    QueueUrl,
    ReceiptHandle,
    VisibilityTimeout = 0,
  }: ChangeMessageVisibilityCommandInput) {
    const message = this.#queue(QueueUrl).messages.find(({ receipt }) => receipt === ReceiptHandle);
    if (!message) throw sqsError('ReceiptHandleIsInvalid', 400);
    message.visibleAt = this.#now() + VisibilityTimeout * 1000;
    return {};
  }

  #bury(queue: Queue, message: StoredMessage): void {
    queue.messages = queue.messages.filter((other) => other !== message);
    const dead = queue.deadLetterQueueUrl;
    if (dead !== undefined) this.#queue(dead).messages.push({ ...message, receives: 0, receipt: undefined });
  }

  #queue(url: string | undefined): Queue {
    const queue = this.#queues.get(url ?? '');
    if (!queue) throw sqsError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
    return queue;
  }
}

const md5 = (text: string): string => hash('md5', text);
