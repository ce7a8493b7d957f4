import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';
import { type S3Server, type S3ServerOptions, startS3Server } from '../../../local/s3/server.ts';

export const localCredentials = { accessKeyId: 'AKIALOCALTEST', secretAccessKey: 'test/secret+key' };
export const localRegion = 'eu-central-1';

/** An S3 endpoint for one test file: the one of AWS_ENDPOINT_URL_S3, else a server of our own over a new folder. */
export interface S3Fixture {
  readonly endpoint: string;
  readonly client: S3Client;
  /** A client with other settings, destroyed at the end. */
  clientWith(config: S3ClientConfig): S3Client;
  /** A new bucket, emptied and removed at the end. */
  newBucket(): Promise<string>;
}

const external = process.env.AWS_ENDPOINT_URL_S3;

/** Sets up the endpoint around the tests of a file. */
export function useS3(): S3Fixture {
  let endpoint = external ?? '';
  let stop = async () => {};
  const clients: S3Client[] = [];
  const buckets: string[] = [];
  const clientWith = (config: S3ClientConfig) => {
    const own = external
      ? {}
      : { endpoint, region: localRegion, credentials: localCredentials, forcePathStyle: true };
    const client = new S3Client({ ...own, ...config });
    clients.push(client);
    return client;
  };
  let client: S3Client | undefined;
  const theClient = () => {
    client ??= clientWith({});
    return client;
  };

  beforeAll(async () => {
    if (external) return;
    const folder = await newFolder();
    const server = await startLocal({ dataDir: folder });
    endpoint = server.endpoint;
    stop = async () => {
      await server.close();
      await rm(folder, { recursive: true });
    };
  });

  afterAll(async () => {
    for (const bucket of external ? buckets : []) await removeBucket(theClient(), bucket);
    for (const each of clients) each.destroy();
    await stop();
  });

  return {
    get endpoint() {
      return endpoint;
    },
    get client() {
      return theClient();
    },
    clientWith,
    newBucket: async () => {
      const name = `dropwire-test-${randomBytes(6).toString('hex')}`;
      await theClient().send(new CreateBucketCommand({ Bucket: name }));
      buckets.push(name);
      return name;
    },
  };
}

export const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'dropwire-s3-'));

/** A server of ours with the credentials and region of the tests. */
export const startLocal = (options: Partial<S3ServerOptions> & { dataDir: string }): Promise<S3Server> =>
  startS3Server({ port: 0, region: localRegion, credentials: localCredentials, ...options });

export const clientOf = (server: S3Server): S3Client =>
  new S3Client({
    endpoint: server.endpoint,
    region: localRegion,
    credentials: localCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });

async function removeBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length === 0) break;
    const objects = all.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  }
  await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}

/** Status and code of a refused request: `404 NoSuchKey`; `none` when it was not refused. */
export async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'none';
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
}
