import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import type { Sqs } from '../../../shared/clients.ts';
import { SqsModel } from '../../helpers/models/sqs-model.ts';

const QueueUrl = 'queue';

function newQueue() {
  let now = 0;
  const model = new SqsModel(() => now);
  model.addQueue('dead');
  model.addQueue(QueueUrl, { visibilityTimeoutSeconds: 10, maxReceiveCount: 2, deadLetterQueueUrl: 'dead' });
  const client = model.client<Sqs>();
  const receive = async () =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [];
  return {
    model,
    client,
    receive,
    pass(seconds: number) {
      now += seconds * 1000;
    },
  };
}

test('a received message is hidden until its visibility timeout has passed', async () => {
  const { client, receive, pass } = newQueue();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const bodies = async () => (await receive()).map(({ Body }) => Body);
  expect(await bodies()).toEqual(['one']);
  expect(await bodies()).toEqual([]);
  pass(10);
  expect(await bodies()).toEqual(['one']);
});

test('a message that was received too often goes to the dead-letter queue', async () => {
  const { model, client, receive, pass } = newQueue();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  for (const received of [1, 1, 0]) {
    expect(await receive()).toHaveLength(received);
    pass(10);
  }
  expect([model.bodies(QueueUrl), model.bodies('dead')]).toEqual([[], ['one']]);
});

test('a deleted message is gone, and only the newest receipt deletes it', async () => {
  const { model, client, receive, pass } = newQueue();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const [first] = await receive();
  pass(10);
  const [second] = await receive();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  expect(model.bodies(QueueUrl)).toEqual(['one']);
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
  expect(model.bodies(QueueUrl)).toEqual([]);
});

test('a delayed message comes later, and a duplicated one comes twice', async () => {
  const { model, client, receive, pass } = newQueue();
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 5 }));
  expect(await receive()).toEqual([]);
  expect(model.nextVisibleAt(QueueUrl)).toBe(5000);
  pass(5);
  model.duplicate(QueueUrl, 0);
  expect(await receive()).toHaveLength(2);
});

test('a batch takes ten messages with ids of their own', async () => {
  const { model, client } = newQueue();
  const Entries = Array.from({ length: 11 }, (_, i) => ({ Id: String(i), MessageBody: `m${i}` }));
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
    name: 'TooManyEntriesInBatchRequest',
  });
  const answer = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: Entries.slice(0, 10) }));
  expect(answer.Successful).toHaveLength(10);
  expect(model.bodies(QueueUrl)).toHaveLength(10);
});

test('a queue that is not there', async () => {
  const { client } = newQueue();
  const lost = client.send(new SendMessageCommand({ QueueUrl: 'none', MessageBody: 'x' }));
  await expect(lost).rejects.toMatchObject({ name: 'QueueDoesNotExist', $metadata: { httpStatusCode: 400 } });
});
