import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clientOf, localCredentials, localRegion, newFolder, refusal, startLocal } from './s3-fixture.ts';

const Bucket = 'kept';
let dataDir = '';
let child: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await newFolder();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(dataDir, { recursive: true });
});

/** The server in a process of its own, that can be killed. */
async function startProcess(): Promise<{ client: S3Client; kill(): Promise<void> }> {
  const server = new URL('../../../local/s3/server.ts', import.meta.url).href;
  const options = JSON.stringify({ dataDir, port: 0, region: localRegion, credentials: localCredentials });
  const script = `import { startS3Server } from '${server}'; console.log((await startS3Server(${options})).endpoint);`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const [line] = await once(started.stdout, 'data');
  const client = new S3Client({
    endpoint: String(line).trim(),
    region: localRegion,
    credentials: localCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return {
    client,
    kill: async () => {
      const gone = once(started, 'exit');
      started.kill('SIGKILL');
      await gone;
      client.destroy();
    },
  };
}

const bodyOf = (index: number) => Buffer.alloc(index % 3 === 0 ? 100_000 : 500, String(index));

test('every acknowledged write survives SIGKILL, none is seen half', async () => {
  const first = await startProcess();
  await first.client.send(new CreateBucketCommand({ Bucket }));
  const acknowledged = new Set<number>();
  const removed = new Set<number>();
  const attempted: Promise<unknown>[] = [];
  let next = 0;
  const worker = async () => {
    while (next < 5_000) {
      const index = next++;
      await first.client.send(new PutObjectCommand({ Bucket, Key: `k${index}`, Body: bodyOf(index) }));
      acknowledged.add(index);
      if (index % 5 !== 0) continue;
      removed.add(index);
      await first.client.send(new DeleteObjectCommand({ Bucket, Key: `k${index}` }));
    }
  };
  for (let i = 0; i < 6; i++) attempted.push(worker().catch(() => 'cut off'));
  while (acknowledged.size < 150) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.kill();
  await Promise.all(attempted);

  const second = await startProcess();
  for (const index of acknowledged) {
    const answer = second.client.send(new GetObjectCommand({ Bucket, Key: `k${index}` }));
    if (removed.has(index)) {
      // The delete may or may not have been acknowledged; the object is there whole or gone.
      const outcome = await answer.then(
        async (got) => Buffer.from((await got.Body?.transformToByteArray()) ?? []),
        () => undefined,
      );
      if (outcome) expect(outcome.equals(bodyOf(index))).toBe(true);
    } else {
      const bytes = await (await answer).Body?.transformToByteArray();
      expect(Buffer.from(bytes ?? []).equals(bodyOf(index))).toBe(true);
    }
  }
  const { Contents = [] } = await second.client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key, Size } of Contents) expect(Size).toBe(bodyOf(Number(Key?.slice(1))).length);
  await second.kill();
}, 60_000);

test('an upload that breaks off leaves neither object nor file', async () => {
  const server = await startLocal({ dataDir });
  const client = clientOf(server);
  await client.send(new CreateBucketCommand({ Bucket }));
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'half' }), { expiresIn: 60 });
  const upload = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } });
  upload.on('error', () => undefined);
  upload.write(Buffer.alloc(300_000, 'h'));
  while ((await filesOf(dataDir)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  upload.destroy();
  while ((await filesOf(dataDir)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'half' })))).toBe('404 NoSuchKey');
  client.destroy();
  await server.close();
});

test('files that nothing refers to are swept at the start, the others stay', async () => {
  const first = await startLocal({ dataDir });
  const client = clientOf(first);
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'large', Body: bodyOf(0) }));
  const before = await filesOf(dataDir);
  expect(before).toHaveLength(1);
  await writeFile(path.join(dataDir, 'bodies', 'left-behind'), 'x');
  client.destroy();
  await first.close();
  const second = await startLocal({ dataDir });
  expect(await filesOf(dataDir)).toEqual(before);
  const again = clientOf(second);
  await again.send(new DeleteObjectCommand({ Bucket, Key: 'large' }));
  expect(await filesOf(dataDir)).toEqual([]);
  again.destroy();
  await second.close();
});

test('a folder or port in use, or a broken folder, gets a message that helps', async () => {
  const server = await startLocal({ dataDir });
  await expect(startLocal({ dataDir })).rejects.toMatchObject({ code: 's3-data-folder' });
  const other = await newFolder();
  await expect(startLocal({ dataDir: other, port: server.port })).rejects.toMatchObject({ code: 's3-port' });
  await server.close();
  await writeFile(path.join(other, 's3.sqlite'), 'this is no database at all'.repeat(100));
  await expect(startLocal({ dataDir: other })).rejects.toMatchObject({ code: 's3-data-folder' });
  await rm(other, { recursive: true });
});

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, 'bodies'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
