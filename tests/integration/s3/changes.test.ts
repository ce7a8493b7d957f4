import { rm } from 'node:fs/promises';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Edge, startEdge } from '../../../local/edge/start-edge.ts';
import type { ObjectChange } from '../../../local/s3/change-listeners.ts';
import type { S3Server } from '../../../local/s3/server.ts';
import { clientOf, newFolder, startLocal } from './s3-fixture.ts';

const Bucket = 'watched';
let folder = '';
let server: S3Server;
let client: S3Client;
let heard: ObjectChange[] = [];

beforeAll(async () => {
  folder = await newFolder();
  server = await startLocal({ dataDir: folder });
  client = clientOf(server);
  await client.send(new CreateBucketCommand({ Bucket }));
  server.onChange((change) => heard.push(change));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  heard = [];
});

const told = () => heard.map(({ key, deleted }) => `${deleted ? '-' : '+'} ${key}`);
const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }));

describe('what changes in a bucket', () => {
  test('is told once it is acknowledged, however it came about', async () => {
    await put('a b.txt', 'first');
    expect(told()).toEqual(['+ a b.txt']);
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/a%20b.txt` }));
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    const part = await client.send(
      new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'part' }),
    );
    expect(told()).toEqual(['+ a b.txt', '+ copy']);
    await client.send(
      new CompleteMultipartUploadCommand({
        ...target,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
      }),
    );
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a b.txt' }));
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'copy' }, { Key: 'parts' }] } }),
    );
    expect(told()).toEqual(['+ a b.txt', '+ copy', '+ parts', '- a b.txt', '- copy', '- parts']);
    expect(heard.every((change) => change.bucket === Bucket)).toBe(true);
  });

  test('is not told of tags, refused writes and deletions of nothing', async () => {
    await put('kept', 'x');
    await client.send(
      new PutObjectTaggingCommand({ Bucket, Key: 'kept', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }),
    );
    const refused = client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'y', IfNoneMatch: '*' }));
    await expect(refused).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'nothing' }));
    expect(told()).toEqual(['+ kept']);
  });

  test('is not told to those who have left', async () => {
    const keys: string[] = [];
    const leave = server.onChange(({ key }) => keys.push(key));
    await put('one', '1');
    leave();
    await put('two', '2');
    expect(keys).toEqual(['one']);
  });
});

describe('a site that listens', () => {
  let edge: Edge;
  let asked = 0;

  beforeAll(async () => {
    const counting = clientOf(server);
    counting.middlewareStack.add(
      (next) => async (args) => {
        asked++;
        return next(args);
      },
      {},
    );
    edge = await startEdge({
      s3: counting,
      bucket: Bucket,
      changes: (listener) => server.onChange(({ key }) => listener(key)),
    });
  });
  afterAll(() => edge.close());

  test('shows each change to the very next request, and asks for nothing it knows', async () => {
    const text = async () => (await fetch(`${edge.url}/page.txt`)).text();
    for (let round = 1; round <= 20; round++) {
      await put('page.txt', `round ${round}`);
      expect(await text()).toBe(`round ${round}`);
      expect(await text()).toBe(`round ${round}`);
    }
    expect(asked).toBe(20);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'page.txt' }));
    expect((await fetch(`${edge.url}/page.txt`)).status).toBe(404);
  });
});
