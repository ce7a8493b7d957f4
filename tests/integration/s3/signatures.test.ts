import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { S3Server } from '../../../local/s3/server.ts';
import {
  clientOf,
  localCredentials,
  localRegion,
  newFolder,
  refusal,
  startLocal,
  useS3,
} from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';
beforeAll(async () => {
  Bucket = await s3.newBucket();
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'secret é+', Body: 'for the signed' }));
});
const get = () => new GetObjectCommand({ Bucket, Key: 'secret é+' });
const codeIn = async (answer: Response) =>
  `${answer.status} ${/<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1]}`;

describe('presigned addresses', () => {
  test('read and write with no further signature', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'dropped & signed.txt', ContentType: 'text/plain' });
    const target = await getSignedUrl(s3.client, put, { expiresIn: 60 });
    const answer = await fetch(target, {
      method: 'PUT',
      body: 'from a browser',
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.status).toBe(200);
    const source = await getSignedUrl(
      s3.client,
      new GetObjectCommand({ Bucket, Key: 'dropped & signed.txt' }),
      { expiresIn: 60 },
    );
    expect(await (await fetch(source)).text()).toBe('from a browser');
  });

  test('expire, and hold for nothing else', async () => {
    const old = await getSignedUrl(s3.client, get(), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 3_600_000),
    });
    expect(await codeIn(await fetch(old))).toBe('403 AccessDenied');
    const valid = await getSignedUrl(s3.client, get(), { expiresIn: 60 });
    expect(await codeIn(await fetch(valid, { method: 'DELETE' }))).toBe('403 SignatureDoesNotMatch');
    expect(await codeIn(await fetch(valid.replace('/secret', '/other')))).toBe('403 SignatureDoesNotMatch');
    expect(await codeIn(await fetch(valid.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')))).toBe(
      '403 SignatureDoesNotMatch',
    );
    expect(await codeIn(await fetch(valid, { headers: { 'x-amz-acl': 'public-read' } }))).toBe(
      '403 AccessDenied',
    );
    expect((await fetch(valid)).status).toBe(200);
  });
});

describe('requests that are not signed by our user are refused', () => {
  test('anonymous', async () => {
    expect(await codeIn(await fetch(`${s3.endpoint}/${Bucket}/secret`))).toBe('403 AccessDenied');
    expect(await codeIn(await fetch(`${s3.endpoint}/${Bucket}`, { method: 'PUT' }))).toBe('403 AccessDenied');
  });

  test('with another secret, key, or none of the mechanisms', async () => {
    const { accessKeyId, secretAccessKey } = await s3.client.config.credentials();
    const wrongSecret = s3.clientWith({
      credentials: { accessKeyId, secretAccessKey: `${secretAccessKey}x` },
    });
    expect(await refusal(wrongSecret.send(get()))).toBe('403 SignatureDoesNotMatch');
    const wrongKey = s3.clientWith({ credentials: { accessKeyId: 'AKIAUNKNOWN000000000', secretAccessKey } });
    expect(await refusal(wrongKey.send(get()))).toBe('403 InvalidAccessKeyId');
    const headers = { authorization: `AWS ${accessKeyId}:c2ln` };
    expect((await fetch(`${s3.endpoint}/${Bucket}/secret`, { headers })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a server of ours with a clock of its own', () => {
  // The example of the S3 API reference, "Signature calculations … chunked upload", with its published signatures.
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const exampleTime = Date.parse('2013-05-24T00:00:00Z');
  let now = exampleTime;
  let dataDir = '';
  let server: S3Server;
  let client: S3Client;

  beforeAll(async () => {
    dataDir = await newFolder();
    server = await startLocal({ dataDir, credentials, region: 'us-east-1', clock: { now: () => now } });
    client = new S3Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    now = Date.now();
    await client.send(new CreateBucketCommand({ Bucket: 'examplebucket' }));
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  const signatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  const chunks = (data: string[]) =>
    data
      .map((text, index) => `${text.length.toString(16)};chunk-signature=${signatures[index]}\r\n${text}\r\n`)
      .join('');

  function putExample(body: string): Promise<number | undefined> {
    const headers = {
      host: 's3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,' +
        'Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    };
    return new Promise((resolve, reject) => {
      const call = request(
        `${server.endpoint}/examplebucket/chunkObject.txt`,
        { method: 'PUT', headers },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }

  test('signed chunks: the example of the documentation is accepted, a changed byte is not', async () => {
    now = exampleTime;
    const whole = 'a'.repeat(65_536);
    const tampered = `${'a'.repeat(65_535)}b`;
    expect(await putExample(chunks([tampered, 'a'.repeat(1024), '']))).toBe(403);
    expect(await putExample(chunks([whole, `${'a'.repeat(1023)}b`, '']))).toBe(403);
    now = Date.now();
    const example = new GetObjectCommand({ Bucket: 'examplebucket', Key: 'chunkObject.txt' });
    expect(await refusal(client.send(example))).toBe('404 NoSuchKey');
    now = exampleTime;
    expect(await putExample(chunks([whole, 'a'.repeat(1024), '']))).toBe(200);
    now = Date.now();
    const got = await client.send(example);
    expect(await got.Body?.transformToString()).toBe('a'.repeat(66_560));
    expect(got).toMatchObject({ StorageClass: 'REDUCED_REDUNDANCY' });
    expect(got.ContentEncoding).toBeUndefined();
  });

  test('a signature is good for 15 minutes around its time', async () => {
    for (const [minutes, outcome] of [
      [14, 200],
      [-14, 200],
      [16, 403],
      [-16, 403],
    ] as const) {
      now = exampleTime + minutes * 60_000;
      expect(await putExample(chunks(['a'.repeat(65_536), 'a'.repeat(1024), '']))).toBe(outcome);
    }
  });

  test('a signature for another region is refused', async () => {
    now = Date.now();
    const other = new S3Client({
      endpoint: server.endpoint,
      region: localRegion,
      credentials,
      forcePathStyle: true,
    });
    const example = new GetObjectCommand({ Bucket: 'examplebucket', Key: 'chunkObject.txt' });
    expect(await refusal(other.send(example))).toBe('400 AuthorizationHeaderMalformed');
    other.destroy();
  });
});

test('the bucket may stand in the host name', async () => {
  const folder = await newFolder();
  const server = await startLocal({ dataDir: folder });
  const client = clientOf(server);
  await client.send(new CreateBucketCommand({ Bucket: 'by-name' }));
  await client.send(new PutObjectCommand({ Bucket: 'by-name', Key: 'k/1', Body: 'found' }));
  const byName = new S3Client({
    endpoint: `http://localhost:${server.port}`,
    region: localRegion,
    credentials: localCredentials,
  });
  const address = new URL(
    await getSignedUrl(byName, new GetObjectCommand({ Bucket: 'by-name', Key: 'k/1' }), { expiresIn: 60 }),
  );
  expect(address.hostname).toBe('by-name.localhost');
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { host: address.host };
    const options = {
      host: '127.0.0.1',
      port: server.port,
      path: address.pathname + address.search,
      headers,
    };
    request(options, (answer) => {
      answer.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  expect(text).toBe('found');
  for (const each of [client, byName]) each.destroy();
  await server.close();
  await rm(folder, { recursive: true });
});
