import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type S3Server, startS3Server } from '../../../local/s3/server.ts';
import type { S3 } from '../../../shared/clients.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { s3Cases } from './s3-contract.ts';

let buckets = 0;

async function newBucket(client: S3): Promise<string> {
  buckets += 1;
  const Bucket = `contract-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

describe('the S3 model', () => {
  const client = new S3Model(() => Date.now()).client<S3>();
  test.each(s3Cases)('$name', async ({ run, expected }) => {
    expect(await run({ client, bucket: await newBucket(client) })).toEqual(expected);
  });
});

describe('the embedded S3 server', () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
  let folder: string;
  let server: S3Server;
  let client: S3Client;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dropwire-contract-'));
    server = await startS3Server({ dataDir: folder, port: 0, region: 'us-east-1', credentials });
    client = new S3Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(s3Cases)('$name', async ({ run, expected }) => {
    expect(await run({ client, bucket: await newBucket(client) })).toEqual(expected);
  });
});
