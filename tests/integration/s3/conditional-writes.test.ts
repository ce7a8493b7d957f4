import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';
beforeAll(async () => {
  Bucket = await s3.newBucket();
});

const put = (Key: string, Body: string, condition = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
const text = async (Key: string) =>
  (await s3.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test('If-None-Match: * creates and never overwrites', async () => {
  await put('once', 'first', { IfNoneMatch: '*' });
  expect(await refusal(put('once', 'second', { IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
  expect(await text('once')).toBe('first');
});

test('If-Match replaces exactly the state that was seen', async () => {
  const first = await put('seen', '1');
  const second = await put('seen', '2', { IfMatch: first.ETag });
  expect(await refusal(put('seen', '3', { IfMatch: first.ETag }))).toBe('412 PreconditionFailed');
  expect(await text('seen')).toBe('2');
  await put('seen', '3', { IfMatch: second.ETag });
  expect(await refusal(put('unseen', '1', { IfMatch: first.ETag }))).toBe('404 NoSuchKey');
});

test('of many racing creations exactly one wins', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, (_, i) => refusal(put('race', `racer ${i}`, { IfNoneMatch: '*' }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(1);
  // AWS may also answer 409 to a request that runs beside the winner.
  for (const outcome of outcomes.filter((one) => one !== 'none')) expect(outcome).toMatch(/^(412|409) /);
});

test('racing If-Match increments lose no update', async () => {
  await put('counter', '0');
  const increment = async () => {
    for (;;) {
      const { ETag, Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'counter' }));
      const next = Number(await Body?.transformToString()) + 1;
      if ((await refusal(put('counter', String(next), { IfMatch: ETag }))) === 'none') return;
    }
  };
  await Promise.all(Array.from({ length: 12 }, increment));
  expect(await text('counter')).toBe('12');
});

test('a conditional delete removes only the state that was seen', async () => {
  const { ETag } = await put('doomed', 'old');
  await put('doomed', 'new');
  const remove = (IfMatch?: string) =>
    s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'doomed', IfMatch }));
  expect(await refusal(remove(ETag))).toBe('412 PreconditionFailed');
  expect(await text('doomed')).toBe('new');
  const current = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'doomed' }));
  await remove(current.ETag);
  expect(await refusal(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'doomed' })))).toBe(
    '404 NotFound',
  );
});

test('a batch delete refuses objects whose ETag is another, and those only', async () => {
  const { ETag } = await put('batch/a', 'a');
  await put('batch/b', 'b');
  const Objects = [
    { Key: 'batch/a', ETag },
    { Key: 'batch/b', ETag },
  ];
  const done = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(done.Deleted?.map((one) => one.Key)).toEqual(['batch/a']);
  expect(done.Errors?.map((one) => [one.Key, one.Code])).toEqual([['batch/b', 'PreconditionFailed']]);
});

test('a copy can be made conditional on its destination', async () => {
  const { ETag } = await put('to', 'here already');
  await put('from', 'elsewhere');
  const copy = (condition: object) =>
    s3.client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from`, ...condition }));
  expect(await refusal(copy({ IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
  await copy({ IfMatch: ETag });
  expect(await text('to')).toBe('elsewhere');
});
