import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import * as z from '../../shared/zod.ts';
import { invalidParameter, queueDoesNotExist, SqsError } from './errors.ts';
import { checkAttributes, numericAttribute, withDefaults } from './queue-attributes.ts';
import type { QueueStore, ReceivedMessage } from './queue-store.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** What operations work on. */
export interface SqsContext {
  store: QueueStore;
  waiting: WaitingRoom;
  clock: Pick<Clock, 'now'>;
  region: string;
  accountId: string;
  /** Where this server answers, without a trailing slash; queue URLs start with it. */
  endpoint: string;
  /** Fires when the client hangs up or the server closes. */
  gone: AbortSignal;
}

type Operation = (input: unknown, context: SqsContext) => unknown;

const queueUrl = z.object({ QueueUrl: z.string() });
const attributesInput = z.record(z.string(), z.string());
const seconds = (most: number) => z.int().check(z.gte(0), z.lte(most));
const noAttributes = z.optional(
  z
    .record(z.string(), z.unknown())
    .check(z.refine((value) => Object.keys(value).length === 0, 'message attributes are not supported here')),
);
const body = z
  .string()
  .check(
    z.minLength(1, 'is empty'),
    z.refine(
      isAllowedText,
      'holds characters that SQS does not allow (#x9 | #xA | #xD | #x20 to #xD7FF | …)',
    ),
  );
const outgoing = z.object({
  MessageBody: body,
  DelaySeconds: z.optional(seconds(900)),
  MessageAttributes: noAttributes,
});
const visibility = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: seconds(43_200) });
const batch = <T extends z.ZodMiniType>(entry: T) => z.array(entry).check(z.minLength(1), z.maxLength(10));
const entryId = z.string().check(z.minLength(1), z.maxLength(80));

/** The operations of Amazon SQS's JSON protocol that are served here, by name (Amazon SQS API reference). */
export const operations: Readonly<Record<string, Operation>> = {
  CreateQueue: define(
    z.object({
      QueueName: z.string().check(z.regex(/^[\w-]{1,80}$/)),
      Attributes: z.optional(attributesInput),
    }),
    ({ QueueName, Attributes = {} }, context) => {
      checkAttributes(Attributes);
      if (!context.store.hasQueue(QueueName)) context.store.createQueue(QueueName, Attributes);
      const existing = withDefaults(context.store.queue(QueueName).attributes);
      const conflict = Object.keys(Attributes).find((name) => existing[name] !== Attributes[name]);
      if (conflict === undefined) return { QueueUrl: urlOf(QueueName, context) };
      throw new SqsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${conflict}.`,
        'QueueAlreadyExists',
      );
    },
  ),
  GetQueueUrl: define(z.object({ QueueName: z.string() }), ({ QueueName }, context) => ({
    QueueUrl: urlOf(context.store.queue(QueueName).name, context),
  })),
  ListQueues: define(
    z.object({ QueueNamePrefix: z._default(z.string(), '') }),
    ({ QueueNamePrefix }, context) => ({
      QueueUrls: context.store
        .queues()
        .filter(({ name }) => name.startsWith(QueueNamePrefix))
        .map(({ name }) => urlOf(name, context)),
    }),
  ),
  GetQueueAttributes: define(
    z.extend(queueUrl, { AttributeNames: z._default(z.array(z.string()), []) }),
    ({ QueueUrl, AttributeNames }, context) => {
      const all = attributesOf(nameIn(QueueUrl), context);
      const wanted = AttributeNames.includes('All') ? Object.keys(all) : AttributeNames;
      return {
        Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name))),
      };
    },
  ),
  SetQueueAttributes: define(
    z.extend(queueUrl, { Attributes: attributesInput }),
    ({ QueueUrl, Attributes }, { store }) => {
      checkAttributes(Attributes);
      store.setAttributes(nameIn(QueueUrl), Attributes);
      return {};
    },
  ),
  DeleteQueue: define(queueUrl, ({ QueueUrl }, { store }) => {
    store.deleteQueue(nameIn(QueueUrl));
    return {};
  }),
  PurgeQueue: define(queueUrl, ({ QueueUrl }, { store }) => {
    store.purge(nameIn(QueueUrl));
    return {};
  }),
  SendMessage: define(z.extend(queueUrl, outgoing.shape), ({ QueueUrl, ...message }, context) => {
    const [sent] = send(nameIn(QueueUrl), [message], context);
    return sent;
  }),
  SendMessageBatch: define(
    z.extend(queueUrl, { Entries: batch(z.extend(outgoing, { Id: entryId })) }),
    ({ QueueUrl, Entries }, context) => {
      const sent = send(nameIn(QueueUrl), Entries, context);
      return { Successful: sent.map((result, index) => ({ Id: Entries[index]?.Id, ...result })) };
    },
  ),
  ReceiveMessage: define(
    z.extend(queueUrl, {
      MaxNumberOfMessages: z._default(z.int().check(z.gte(1), z.lte(10)), 1),
      VisibilityTimeout: z.optional(seconds(43_200)),
      WaitTimeSeconds: z.optional(seconds(20)),
      AttributeNames: z._default(z.array(z.string()), []),
      MessageSystemAttributeNames: z._default(z.array(z.string()), []),
    }),
    receive,
  ),
  DeleteMessage: define(z.extend(queueUrl, { ReceiptHandle: z.string() }), (input, { store }) => {
    store.delete(nameIn(input.QueueUrl), input.ReceiptHandle);
    return {};
  }),
  DeleteMessageBatch: define(
    z.extend(queueUrl, { Entries: batch(z.object({ Id: entryId, ReceiptHandle: z.string() })) }),
    (input, { store }) =>
      each(input.Entries, (entry) => store.delete(nameIn(input.QueueUrl), entry.ReceiptHandle)),
  ),
  ChangeMessageVisibility: define(z.extend(queueUrl, visibility.shape), (input, context) => {
    changeVisibility(nameIn(input.QueueUrl), input, context);
    return {};
  }),
  ChangeMessageVisibilityBatch: define(
    z.extend(queueUrl, { Entries: batch(z.extend(visibility, { Id: entryId })) }),
    (input, context) =>
      each(input.Entries, (entry) => changeVisibility(nameIn(input.QueueUrl), entry, context)),
  ),
  StartMessageMoveTask: define(
    z.object({ SourceArn: z.string(), DestinationArn: z.optional(z.string()) }),
    ({ SourceArn, DestinationArn }, { store, waiting }) => {
      for (const queue of store.redrive(nameIn(SourceArn), DestinationArn && nameIn(DestinationArn))) {
        waiting.wake(queue);
      }
      return { TaskHandle: Buffer.from(SourceArn).toString('base64') };
    },
  ),
};

function define<T extends z.ZodMiniType>(
  schema: T,
  run: (input: z.output<T>, context: SqsContext) => unknown,
): Operation {
  return (input, context) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw invalidParameter(z.prettifyError(parsed.error));
    return run(parsed.data, context);
  };
}

function send(
  name: string,
  messages: { MessageBody: string; DelaySeconds?: number | undefined }[],
  { store, waiting }: SqsContext,
) {
  const most = numericAttribute(store.queue(name).attributes, 'MaximumMessageSize');
  const size = messages.reduce((sum, message) => sum + Buffer.byteLength(message.MessageBody), 0);
  if (size > most) throw invalidParameter(`Messages must be shorter than ${most} bytes, all together.`);
  const ids = store.send(
    name,
    messages.map(({ MessageBody, DelaySeconds }) => ({ body: MessageBody, delaySeconds: DelaySeconds })),
  );
  waiting.wake(name);
  return messages.map(({ MessageBody }, index) => ({
    MessageId: ids[index],
    MD5OfMessageBody: md5(MessageBody),
  }));
}

interface ReceiveInput {
  QueueUrl: string;
  MaxNumberOfMessages: number;
  VisibilityTimeout?: number | undefined;
  WaitTimeSeconds?: number | undefined;
  AttributeNames: string[];
  MessageSystemAttributeNames: string[];
}

/** Takes what is there; else waits for it. A client that has hung up takes nothing with it. */
async function receive(input: ReceiveInput, context: SqsContext) {
  const { store, waiting, clock, gone } = context;
  const name = nameIn(input.QueueUrl);
  const wait =
    input.WaitTimeSeconds ?? numericAttribute(store.queue(name).attributes, 'ReceiveMessageWaitTimeSeconds');
  const deadline = clock.now() + wait * 1000;
  for (;;) {
    if (gone.aborted) return {};
    const messages = store.receive(name, input.MaxNumberOfMessages, input.VisibilityTimeout);
    const now = clock.now();
    if (messages.length > 0) {
      const names = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
      return { Messages: messages.map((message) => toWire(message, names, context)) };
    }
    if (now >= deadline) return {};
    const next = store.nextVisibleAt(name) ?? deadline;
    await waiting.wait(name, Math.max(1, Math.min(deadline, next) - now), gone);
  }
}

function toWire(message: ReceivedMessage, names: string[], context: SqsContext) {
  const all: Record<string, string> = {
    SenderId: context.accountId,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.received),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    ...(message.source ? { DeadLetterQueueSourceArn: arnOf(message.source, context) } : {}),
  };
  const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {}),
  };
}

function changeVisibility(
  name: string,
  { ReceiptHandle, VisibilityTimeout }: z.infer<typeof visibility>,
  { store, waiting }: SqsContext,
): void {
  store.changeVisibility(name, ReceiptHandle, VisibilityTimeout);
  waiting.wake(name);
}

/** Runs a batch entry by entry: one that fails doesn't keep the others from succeeding. */
function each<T extends { Id: string }>(entries: T[], run: (entry: T) => void) {
  const Successful: { Id: string }[] = [];
  const Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[] = [];
  for (const entry of entries) {
    try {
      run(entry);
      Successful.push({ Id: entry.Id });
    } catch (error) {
      if (!(error instanceof SqsError) || error.type === 'QueueDoesNotExist') throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.queryCode, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function attributesOf(name: string, context: SqsContext): Record<string, string> {
  const queue = context.store.queue(name);
  const depth = context.store.depth(name);
  return {
    ...withDefaults(queue.attributes),
    QueueArn: arnOf(name, context),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
  };
}

/** The queue's name: the last part of its URL or ARN. */
function nameIn(urlOrArn: string): string {
  const name = urlOrArn.split(/[/:]/).at(-1);
  if (!name) throw queueDoesNotExist(urlOrArn);
  return name;
}

const urlOf = (name: string, { endpoint, accountId }: SqsContext) => `${endpoint}/${accountId}/${name}`;
const arnOf = (name: string, { region, accountId }: SqsContext) =>
  `arn:aws:sqs:${region}:${accountId}:${name}`;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Characters that a message may hold (Amazon SQS API reference, SendMessage). */
function isAllowedText(text: string): boolean {
  return !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text);
}
