import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import type { S3EventRecord } from 'aws-lambda';
import { compareSequencers } from '../../../shared/catalog/upload-record.ts';
import type { S3 } from '../../../shared/clients.ts';
import { sequencerOf } from '../../helpers/models/s3/s3-events.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';

test('sequencers grow, though their lengths differ', () => {
  const sequencers = Array.from({ length: 300 }, (_, n) => sequencerOf(n));
  expect(new Set(sequencers.map(({ length }) => length)).size).toBeGreaterThan(1);
  for (const [n, sequencer] of sequencers.entries()) {
    if (n > 0) expect(compareSequencers(sequencers[n - 1] ?? '', sequencer)).toBeLessThan(0);
  }
});

test('changes of a bucket are announced with encoded keys and the versions they made', async () => {
  const model = new S3Model(() => Date.UTC(2026, 0, 1));
  model.addBucket('inbox', { versioned: true });
  const records: S3EventRecord[] = [];
  model.notify('inbox', (record) => records.push(record));
  const client = model.client<S3>();
  const Key = 'news/one & two+é (draft).md';
  const put = await client.send(new PutObjectCommand({ Bucket: 'inbox', Key, Body: 'x' }));
  const removed = await client.send(new DeleteObjectCommand({ Bucket: 'inbox', Key }));
  const seen = records.map(({ eventName, s3 }) => [eventName, s3.object.key, s3.object.versionId]);
  const key = 'news/one+%26+two%2B%C3%A9+%28draft%29.md';
  expect(seen).toEqual([
    ['ObjectCreated:Put', key, put.VersionId],
    ['ObjectRemoved:DeleteMarkerCreated', key, removed.VersionId],
  ]);
  expect(records[0]?.s3.object).toMatchObject({ size: 1, eTag: '9dd4e461268c8034f5c8564e155c67a6' });
});
