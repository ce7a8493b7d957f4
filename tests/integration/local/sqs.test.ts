import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SqsServer, startSqs } from '../../../local/sqs/server.ts';

let dataDir: string;
let server: SqsServer;
let sqs: SQSClient;
/** Added to the server's clock, in milliseconds: visibility and retention pass without waiting. */
let ahead: number;

async function open(): Promise<void> {
  server = await startSqs({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    region: 'eu-west-1',
    clock: { now: () => Date.now() + ahead },
  });
  sqs = new SQSClient({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

async function close(): Promise<void> {
  sqs.destroy();
  await server.close();
}

const create = async (QueueName: string, Attributes?: Record<string, string>) =>
  String((await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl);
const send = (QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (
  QueueUrl: string,
  options: { WaitTimeSeconds?: number; VisibilityTimeout?: number } = {},
) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...options,
    }),
  );
  return Messages.map(({ Body, ReceiptHandle, Attributes }) => ({
    body: Body,
    receipt: ReceiptHandle,
    count: Attributes?.ApproximateReceiveCount,
  }));
};
const depth = async (QueueUrl: string) => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].map(Number);
};

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sqs-'));
  ahead = 0;
  await open();
});

afterEach(async () => {
  await close();
  await rm(dataDir, { recursive: true });
});

describe('the queue server', () => {
  test('hides a received message until its visibility timeout has passed', async () => {
    const url = await create('q', { VisibilityTimeout: '60' });
    await send(url, 'one');
    expect(await receive(url)).toMatchObject([{ body: 'one', count: '1' }]);
    expect(await receive(url)).toEqual([]);
    expect(await depth(url)).toEqual([0, 1, 0]);
    ahead += 61_000;
    expect(await receive(url)).toMatchObject([{ body: 'one', count: '2' }]);
  });

  test('gives a message back at once when its visibility is set to zero', async () => {
    const url = await create('q');
    await send(url, 'one');
    const [message] = await receive(url);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: message?.receipt,
        VisibilityTimeout: 0,
      }),
    );
    expect(await receive(url)).toMatchObject([{ body: 'one', count: '2' }]);
  });

  test('refuses to change the visibility of a message that is not in flight', async () => {
    const url = await create('q');
    const change = sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: 'unknown', VisibilityTimeout: 0 }),
    );
    await expect(change).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  test('delivers a message that arrives during a long poll', async () => {
    const url = await create('q');
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await send(url, 'late');
    expect(await waiting).toMatchObject([{ body: 'late' }]);
  });

  test('delivers a delayed message during a long poll', async () => {
    const url = await create('q');
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'delayed', DelaySeconds: 1 }));
    expect(await depth(url)).toEqual([0, 0, 1]);
    expect(await receive(url, { WaitTimeSeconds: 20 })).toMatchObject([{ body: 'delayed' }]);
  });

  test('keeps messages from a client that has hung up', async () => {
    const url = await create('q');
    const hungUp = new AbortController();
    const polling = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: hungUp.signal,
    });
    await depth(url);
    hungUp.abort();
    await expect(polling).rejects.toMatchObject({ name: 'AbortError' });
    for (let round = 0; round < 5; round++) await depth(url);
    await send(url, 'for somebody else');
    expect(await receive(url)).toMatchObject([{ body: 'for somebody else', count: '1' }]);
  });

  test('moves a message to the dead-letter queue after too many receives, and back on redrive', async () => {
    const dead = await create('q-dead');
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
    );
    const deadLetterTargetArn = Attributes.QueueArn;
    expect(deadLetterTargetArn).toBe('arn:aws:sqs:eu-west-1:000000000000:q-dead');
    const url = await create('q', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    });
    await send(url, 'poison');
    for (const count of ['1', '2']) {
      expect(await receive(url)).toMatchObject([{ body: 'poison', count }]);
      ahead += 31_000;
    }
    expect(await receive(url)).toEqual([]);
    expect(await depth(dead)).toEqual([1, 0, 0]);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }));
    expect(await depth(dead)).toEqual([0, 0, 0]);
    expect(await receive(url)).toMatchObject([{ body: 'poison', count: '1' }]);
  });

  test('forgets messages after their retention period', async () => {
    const url = await create('q', { MessageRetentionPeriod: '60' });
    await send(url, 'old');
    ahead += 61_000;
    expect(await receive(url)).toEqual([]);
    expect(await depth(url)).toEqual([0, 0, 0]);
  });

  test('keeps what was acknowledged, and gives back at once what was in flight, after a restart', async () => {
    const url = await create('q', { VisibilityTimeout: '43200' });
    await send(url, 'in flight');
    await send(url, 'deleted');
    const [first, second] = await receive(url);
    expect([first?.body, second?.body]).toEqual(['in flight', 'deleted']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.receipt }));
    await send(url, 'waiting');
    await close();
    await open();
    const again = String((await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }))).QueueUrl);
    expect(again.startsWith(server.endpoint)).toBe(true);
    const bodies = (await receive(again)).map(({ body, count }) => `${body} ${count}`);
    expect(bodies.sort()).toEqual(['in flight 2', 'waiting 1']);
  });

  test('sends and deletes in batches, characters of every plane included', async () => {
    const url = await create('q');
    const bodies = ['plain', 'accents é', 'emoji \u{1F5DE}', 'rare \u{20BB7}'];
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody })),
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['m0', 'm1', 'm2', 'm3']);
    const received = await receive(url);
    expect(received.map(({ body }) => body)).toEqual(bodies);
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: received.map(({ receipt }, index) => ({ Id: `m${index}`, ReceiptHandle: receipt })),
      }),
    );
    expect(await depth(url)).toEqual([0, 0, 0]);
  });

  test('creates a queue twice with the same attributes, not with others', async () => {
    const url = await create('q', { VisibilityTimeout: '60' });
    expect(await create('q', { VisibilityTimeout: '60' })).toBe(url);
    expect(await create('q')).toBe(url);
    await expect(create('q', { VisibilityTimeout: '61' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  test.each([
    ['a control character', 'a\u0000b'],
    ['nothing', ''],
  ])('refuses a message that holds %s', async (_what, body) => {
    const url = await create('q');
    await expect(send(url, body)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('names a queue that does not exist', async () => {
    await expect(send(`${server.endpoint}/000000000000/none`, 'x')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  test('says which database it cannot open', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'sqs-broken-'));
    await writeFile(join(broken, 'queues.db'), 'this is no database, and long enough to be read as one');
    const start = startSqs({ dataDir: broken, host: '127.0.0.1', port: 0, region: 'eu-west-1' });
    await expect(start).rejects.toMatchObject({
      code: 'queues-unreadable',
      message: expect.stringContaining(join(broken, 'queues.db')),
    });
    await rm(broken, { recursive: true });
  });
});
