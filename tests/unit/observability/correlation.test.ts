import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, jest, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { changeOf } from '../../../shared/catalog/article-change.ts';
import { type ArticleRecord, emptyRecord } from '../../../shared/catalog/article-record.ts';
import { eachMessage, type FailureDetails } from '../../../shared/queue-batch.ts';
import { RequestCounter } from '../../../shared/request-counter.ts';

test('a failure is logged with the uploads of its message; one that cannot be read without', async () => {
  const error = jest.fn<(message: string, details: FailureDetails) => void>();
  const records = [
    { messageId: '1', body: 'news/ferry.md' },
    { messageId: '2', body: '' },
  ] as SQSRecord[];
  const describe = ({ body }: SQSRecord) => {
    if (body === '') throw new Error('empty');
    return { uploads: [body] };
  };
  const broken = new Error('no catalog');
  const answer = await eachMessage(records, () => Promise.reject(broken), { error }, describe);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '2' }]);
  expect(error.mock.calls.map(([, details]) => details)).toEqual([
    { error: broken, messageId: '1', uploads: ['news/ferry.md'] },
    { error: broken, messageId: '2' },
  ]);
});

test('requests are counted with their retries', async () => {
  const statuses = [500, 200];
  const sqs = new SQSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    endpoint: 'http://127.0.0.1:9',
    retryMode: 'standard',
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: statuses.shift() ?? 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: new TextEncoder().encode('{}'),
        } as never,
      }),
    },
  });
  const requests = new RequestCounter([sqs]);
  await sqs
    .send(new SendMessageCommand({ QueueUrl: 'http://127.0.0.1:9/1/q', MessageBody: 'x' }))
    .catch(() => {
      // The body of the answer does not matter here.
    });
  expect(requests.take()).toBe(2);
  expect(requests.take()).toBe(0);
});

test('what a write to the catalog changes for readers', () => {
  const at = '2026-06-15T12:00:00.000Z';
  const id = '7c1c0b0e-9d0f-5a64-9f0a-0f3f2b8f7f10';
  const shown = (revision: string): ArticleRecord => ({
    ...emptyRecord(id),
    shown: { key: 'a.md', revision, published: at, updated: at, feeds: [] },
  });
  const none = emptyRecord(id);
  expect(changeOf(none, shown('1'), at)).toEqual({ article: id, change: 'published', at });
  expect(changeOf(shown('1'), shown('2'), at)?.change).toBe('updated');
  expect(changeOf(shown('1'), none, at)?.change).toBe('withdrawn');
  expect(changeOf(shown('1'), { ...shown('1'), version: 7 }, at)).toBeUndefined();
  expect(changeOf(none, { ...none, scheduledAt: at }, at)).toBeUndefined();
});
