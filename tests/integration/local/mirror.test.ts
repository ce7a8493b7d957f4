import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Mirror, startMirror } from '../../../local/mirror.ts';
import { type S3Server, startS3Server } from '../../../local/s3/server.ts';
import { statusOf } from '../../../shared/clients.ts';

const Bucket = 'inbox';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
let root: string;
let folder: string;
let server: S3Server;
let s3: S3Client;
let mirror: Mirror | undefined;
let warnings: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mirror-'));
  folder = join(root, 'folder');
  warnings = [];
  server = await startS3Server({ dataDir: join(root, 's3'), port: 0, region: 'us-east-1', credentials });
  s3 = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});

afterEach(async () => {
  await stop();
  s3.destroy();
  await server.close();
  await rm(root, { recursive: true, force: true });
});

async function start(): Promise<void> {
  mirror = await startMirror({
    folder,
    s3,
    bucket: Bucket,
    stateFile: join(root, 'state', 'mirror.db'),
    onWarning: (message) => warnings.push(message),
  });
  await mirror.whenIdle();
}

async function stop(): Promise<void> {
  await mirror?.close();
  mirror = undefined;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

/** Everything in the bucket: texts by key. An object may go between the listing and its turn. */
async function bucket(): Promise<Record<string, string>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const found: Record<string, string> = {};
  for (const { Key = '' } of Contents) {
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key })).catch((error) => {
      if (statusOf(error) !== 404) throw error;
    });
    if (answer) found[Key] = (await answer.Body?.transformToString()) ?? '';
  }
  return found;
}

/** Waits until the bucket holds just this; on failure the test's time runs out and shows what it held. */
async function untilBucketIs(expected: Record<string, string>): Promise<void> {
  for (let attempt = 0; attempt < 80; attempt++) {
    if (JSON.stringify(sorted(await bucket())) === JSON.stringify(sorted(expected))) return;
    await sleep(50);
  }
  expect(await bucket()).toEqual(expected);
}

const sorted = (record: Record<string, string>) => Object.entries(record).sort();
const upload = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

describe('the mirror, while it runs', () => {
  test('carries over files that appear, change, move and go', async () => {
    await start();
    await write('news/storm.md', 'one');
    await untilBucketIs({ 'news/storm.md': 'one' });
    await write('news/storm.md', 'two!');
    await untilBucketIs({ 'news/storm.md': 'two!' });
    await rename(join(folder, 'news', 'storm.md'), join(folder, 'news', 'calm.md'));
    await untilBucketIs({ 'news/calm.md': 'two!' });
    await rename(join(folder, 'news'), join(folder, 'old news'));
    await untilBucketIs({ 'old news/calm.md': 'two!' });
    await rm(join(folder, 'old news'), { recursive: true });
    await untilBucketIs({});
    expect(warnings).toEqual([]);
  });

  test('leaves alone what editors, systems and downloads put there', async () => {
    await start();
    const strangers = [
      '.hidden',
      'a.md~',
      '.a.md.swp',
      '.#a.md',
      '#a.md#',
      'b.part',
      'Thumbs.db',
      '.git/x',
      '4913',
    ];
    for (const name of strangers) await write(name, 'x');
    await write('a.md', 'real');
    await untilBucketIs({ 'a.md': 'real' });
  });

  test('leaves an upload that another client changed, when the file goes', async () => {
    await write('a.md', 'from the folder');
    await start();
    await upload('a.md', 'from a client');
    await unlink(join(folder, 'a.md'));
    while (warnings.length === 0) await sleep(20);
    expect(warnings).toEqual([expect.stringContaining('another client has changed the upload')]);
    expect(await bucket()).toEqual({ 'a.md': 'from a client' });
  });
});

describe('the mirror, when it starts', () => {
  test('uploads what is new and changed, and deletes what went since the last time', async () => {
    await write('kept.md', 'kept');
    await write('changed.md', 'before');
    await write('gone.md', 'gone');
    await start();
    await upload('client.md', 'by a client');
    await stop();
    await write('changed.md', 'after');
    await write('new.md', 'new');
    await unlink(join(folder, 'gone.md'));
    await start();
    expect(await bucket()).toEqual({
      'kept.md': 'kept',
      'changed.md': 'after',
      'new.md': 'new',
      'client.md': 'by a client',
    });
  });

  test('uploads nothing that is in the bucket already', async () => {
    await write('a.md', 'same');
    await upload('a.md', 'same');
    const before = await s3.send(new GetObjectCommand({ Bucket, Key: 'a.md' }));
    await start();
    await stop();
    await start();
    const after = await s3.send(new GetObjectCommand({ Bucket, Key: 'a.md' }));
    expect(after.VersionId).toBe(before.VersionId);
  });

  test('keeps what clients did to unchanged files: replaced ones stay replaced, deleted ones deleted', async () => {
    await write('replaced.md', 'mine');
    await write('deleted.md', 'mine');
    await start();
    await upload('replaced.md', 'theirs');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'deleted.md' }));
    await stop();
    await start();
    expect(await bucket()).toEqual({ 'replaced.md': 'theirs' });
  });

  test('makes one key of a name, however it is composed', async () => {
    const decomposed = 'café.md'.normalize('NFD');
    await write(decomposed, 'text');
    await start();
    expect(Object.keys(await bucket())).toEqual(['café.md'.normalize('NFC')]);
    await unlink(join(folder, decomposed));
    await untilBucketIs({});
  });

  test('carries odd names over as they are', async () => {
    const names = [
      'with space.md',
      'a+b.md',
      '100%.md',
      'emoji-\u{1F5DE}.md',
      'deep/er/and/deeper.md',
      'ümlaut & co.md',
    ];
    for (const name of names) await write(name, name);
    await start();
    expect(await bucket()).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  });

  test('follows no links, and says so', async () => {
    await writeFile(join(root, 'secret.md'), 'outside');
    await write('a.md', 'inside');
    await symlink(join(root, 'secret.md'), join(folder, 'link.md'));
    await mkdir(join(root, 'elsewhere'));
    await writeFile(join(root, 'elsewhere', 'b.md'), 'outside');
    await symlink(join(root, 'elsewhere'), join(folder, 'linked-folder'));
    await start();
    expect(await bucket()).toEqual({ 'a.md': 'inside' });
    expect(warnings.sort()).toEqual([
      expect.stringContaining('link.md: a symbolic link'),
      expect.stringContaining('linked-folder: a symbolic link'),
    ]);
  });

  test('says that a path is too long for a key', async () => {
    await write(`${'folder-with-a-long-name/'.repeat(45)}a.md`, 'text');
    await start();
    expect(warnings).toEqual([expect.stringContaining('1024 bytes')]);
    expect(await bucket()).toEqual({});
  });

  test('does not withdraw everything when the folder is gone as a whole', async () => {
    await write('a.md', 'text');
    await start();
    await stop();
    await rename(folder, join(root, 'moved'));
    await expect(start()).rejects.toMatchObject({ code: 'inbox-missing' });
    expect(await bucket()).toEqual({ 'a.md': 'text' });
    await rename(join(root, 'moved'), folder);
    await start();
    expect(await bucket()).toEqual({ 'a.md': 'text' });
  });

  test('refuses a file as its folder', async () => {
    await writeFile(folder, 'a file');
    await expect(start()).rejects.toMatchObject({ code: 'inbox-not-a-folder' });
  });
});
