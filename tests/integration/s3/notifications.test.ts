import { rm } from 'node:fs/promises';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type QueueConfiguration,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { S3Event } from 'aws-lambda';
import type { S3Server } from '../../../local/s3/server.ts';
import { clientOf, localRegion, newFolder, refusal, startLocal } from './s3-fixture.ts';

const queueArn = `arn:aws:sqs:${localRegion}:000000000000:ingest`;
const otherArn = `arn:aws:sqs:${localRegion}:000000000000:other`;
const Bucket = 'events-inbox';

let dataDir = '';
let server: S3Server;
let client: S3Client;
let messages: { queueArn: string; body: string }[] = [];
let deliver: (queueArn: string, body: string) => Promise<void>;

beforeEach(async () => {
  dataDir = await newFolder();
  messages = [];
  deliver = async (queue, body) => {
    messages.push({ queueArn: queue, body });
  };
  await start();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true });
});

async function start() {
  server = await startLocal({ dataDir, deliver: (queue, body) => deliver(queue, body) });
  client = clientOf(server);
}
async function stop() {
  client.destroy();
  await server.close();
}
const configure = (...QueueConfigurations: QueueConfiguration[]) =>
  client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
const everything: QueueConfiguration = {
  Id: 'all',
  QueueArn: queueArn,
  Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
};
const put = (Key: string, Body = 'x') => client.send(new PutObjectCommand({ Bucket, Key, Body }));

/** Waits for so many messages; Jest's limit ends a wait in vain. */
async function delivered(count: number): Promise<S3Event['Records']> {
  while (messages.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return messages.map(({ body }) => JSON.parse(body) as S3Event).flatMap((event) => event.Records ?? []);
}

describe('a configuration', () => {
  test('is kept, and announced with a test message', async () => {
    const filtered: QueueConfiguration = {
      Id: 'md',
      QueueArn: otherArn,
      Events: ['s3:ObjectCreated:Put', 's3:ObjectRemoved:Delete'],
      Filter: {
        Key: {
          FilterRules: [
            { Name: 'prefix', Value: 'a&b/' },
            { Name: 'suffix', Value: '.md' },
          ],
        },
      },
    };
    await configure(filtered);
    const { QueueConfigurations } = await client.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    const rules = [
      { Name: 'Prefix', Value: 'a&b/' },
      { Name: 'Suffix', Value: '.md' },
    ];
    expect(QueueConfigurations).toEqual([{ ...filtered, Filter: { Key: { FilterRules: rules } } }]);
    await delivered(1);
    expect(messages[0]?.queueArn).toBe(otherArn);
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Bucket,
    });
    await configure();
    const after = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(after.QueueConfigurations ?? []).toEqual([]);
  });

  test('that names unknown events or overlaps is refused', async () => {
    const events = ['s3:ObjectInvented:*'] as unknown as QueueConfiguration['Events'];
    expect(await refusal(configure({ QueueArn: queueArn, Events: events }))).toBe('400 InvalidArgument');
    expect(await refusal(configure({ QueueArn: 'nonsense', Events: ['s3:ObjectCreated:*'] }))).toBe(
      '400 InvalidArgument',
    );
    expect(await refusal(configure(everything, { ...everything, Id: 'again' }))).toBe('400 InvalidArgument');
  });
});

describe('events', () => {
  test('have the shape of AWS', async () => {
    await configure(everything);
    const Key = 'desk 1/naïve+plus & 100%.md';
    const { ETag } = await put(Key, 'twelve bytes');
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    const [created, removed] = await delivered(3);
    expect(created).toEqual({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: localRegion,
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: expect.stringMatching(/^AWS:/) },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: {
        'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        'x-amz-id-2': expect.any(String),
      },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'all',
        bucket: {
          name: Bucket,
          ownerIdentity: { principalId: expect.any(String) },
          arn: `arn:aws:s3:::${Bucket}`,
        },
        object: {
          key: 'desk+1/na%C3%AFve%2Bplus+%26+100%25.md',
          size: 12,
          eTag: ETag?.replaceAll('"', ''),
          sequencer: expect.stringMatching(/^[0-9A-F]{16,18}$/),
        },
      },
    });
    expect(removed?.eventName).toBe('ObjectRemoved:Delete');
    expect(Object.keys(removed?.s3.object ?? {})).toEqual(['key', 'sequencer']);
    expect((removed?.s3.object.sequencer ?? '') > (created?.s3.object.sequencer ?? '')).toBe(true);
  });

  test('tell how an object came and went', async () => {
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await configure(everything);
    const { VersionId } = await put('k');
    await client.send(
      new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/k`, MetadataDirective: 'REPLACE' }),
    );
    const upload = {
      Bucket,
      Key: 'k',
      UploadId: (await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }))).UploadId,
    };
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));
    await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k', VersionId }] } }));
    const records = await delivered(6);
    expect(records.map((record) => record.eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectRemoved:DeleteMarkerCreated',
      'ObjectRemoved:Delete',
    ]);
    const versions = records.map((record) => record.s3.object.versionId);
    expect([versions[0], versions[3], versions[4]]).toEqual([VersionId, marker.VersionId, VersionId]);
    const sequencers = records.map((record) => record.s3.object.sequencer);
    expect(new Set(sequencers).size).toBe(5);
    expect([...sequencers].sort()).toEqual(sequencers);
  });

  test('go only where events and filters match, and not for what failed or changed nothing', async () => {
    await configure(
      {
        Id: 'md',
        QueueArn: queueArn,
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.md' }] } },
      },
      { Id: 'gone', QueueArn: otherArn, Events: ['s3:ObjectRemoved:Delete'] },
    );
    await delivered(2);
    messages = [];
    await put('a.md');
    await put('a.txt');
    expect(
      await refusal(client.send(new PutObjectCommand({ Bucket, Key: 'a.md', Body: 'y', IfNoneMatch: '*' }))),
    ).toMatch(/^412/);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'never-there.md' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a.txt' }));
    await put('last.md');
    const records = await delivered(3);
    const told = records.map((record, index) => `${messages[index]?.queueArn} ${record.s3.object.key}`);
    expect(told.sort()).toEqual([`${queueArn} a.md`, `${queueArn} last.md`, `${otherArn} a.txt`].sort());
  });

  test('are tried again while the queue refuses, in order for each key, and no other queue waits', async () => {
    await configure(
      { Id: 'a', QueueArn: queueArn, Events: ['s3:ObjectCreated:*'] },
      { Id: 'b', QueueArn: otherArn, Events: ['s3:ObjectRemoved:*'] },
    );
    await delivered(2);
    messages = [];
    let refusals = 0;
    deliver = async (queue, body) => {
      if (queue === queueArn && refusals < 4) {
        refusals += 1;
        throw new Error('the queue is away');
      }
      messages.push({ queueArn: queue, body });
    };
    for (const size of [1, 2, 3]) await put('same', 'x'.repeat(size));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'same' }));
    const records = await delivered(4);
    expect(refusals).toBe(4);
    const created = records.filter((record) => record.eventName === 'ObjectCreated:Put');
    expect(created.map((record) => record.s3.object.size)).toEqual([1, 2, 3]);
    expect(messages[0]?.queueArn).toBe(otherArn);
  });

  test('that were not delivered wait over a restart', async () => {
    await configure(everything);
    await delivered(1);
    messages = [];
    deliver = async () => {
      throw new Error('the queue is away');
    };
    await put('one');
    await put('two');
    await stop();
    deliver = async (queue, body) => {
      messages.push({ queueArn: queue, body });
    };
    await start();
    const records = await delivered(2);
    expect(records.map((record) => record.s3.object.key)).toEqual(['one', 'two']);
    await put('two', 'later');
    const [, before, after] = await delivered(3);
    expect((after?.s3.object.sequencer ?? '') > (before?.s3.object.sequencer ?? '')).toBe(true);
  });

  test('sequencers grow even while the clock goes backwards', async () => {
    await stop();
    let now = Date.now();
    server = await startLocal({
      dataDir,
      deliver: (queue, body) => deliver(queue, body),
      clock: { now: () => now },
    });
    client = clientOf(server);
    await configure(everything);
    for (let i = 0; i < 5; i++) {
      now -= 60_000;
      await put('k', String(i));
    }
    const sequencers = (await delivered(6)).map((record) => record.s3.object.sequencer);
    expect([...new Set(sequencers)].sort()).toEqual(sequencers);
  });
});

test('without a way to deliver, queue notifications are refused', async () => {
  await stop();
  server = await startLocal({ dataDir });
  client = clientOf(server);
  expect(await refusal(configure(everything))).toBe('400 InvalidArgument');
});
