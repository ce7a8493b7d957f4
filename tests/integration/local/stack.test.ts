import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProgressReport } from '../../../local/progress.ts';
import { createResources } from '../../../local/resources.ts';
import { type LocalStack, startStack } from '../../../local/stack.ts';
import { readStackFile } from '../../../local/stack-file.ts';
import { queueSettings } from '../../../shared/resources/settings.ts';

const longMs = 60_000;
let root: string;
let stack: LocalStack;
const reports: ProgressReport[] = [];
const warnings: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stack-'));
  stack = await startStack({
    dataDir: join(root, 'data'),
    inbox: join(root, 'inbox'),
    port: 0,
    environment: { DYNAMODB: process.env.DYNAMODB },
    onProgress: (report) => reports.push(report),
    onWarning: (message) => warnings.push(message),
  });
}, longMs);

afterAll(async () => {
  await stack?.close();
  await rm(root, { recursive: true, force: true });
}, longMs);

const titles = async (): Promise<string[]> => {
  const response = await fetch(new URL('feed.json', stack.siteUrl));
  if (response.status === 404) return [];
  const feed = (await response.json()) as { items: { title: string }[] };
  return feed.items.map(({ title }) => title).sort();
};

const reportOf = async (key: string, kind: ProgressReport['kind']) => {
  for (;;) {
    const found = reports.find((report) => report.key === key && report.kind === kind);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('the stack on one machine', () => {
  test('describes itself in its data folder', async () => {
    const file = await readStackFile(join(root, 'data'));
    expect(file).toMatchObject({
      pid: process.pid,
      siteUrl: stack.siteUrl,
      buckets: { inbox: 'dropwire-inbox', store: 'dropwire-store', site: 'dropwire-site' },
      table: 'dropwire-catalog',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
    });
    expect(JSON.parse(await readFile(join(root, 'data', 'stack.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(stack.description)),
    );
  });

  test('gives its queues the settings that the CDK stack deploys', async () => {
    const { url, deadLetterArn } = stack.resources.queues.ingest;
    const { Attributes = {} } = await stack.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    expect(Attributes.VisibilityTimeout).toBe(String(queueSettings.ingest.visibilityTimeoutSeconds));
    expect(JSON.parse(Attributes.RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: deadLetterArn,
      maxReceiveCount: queueSettings.ingest.maxReceiveCount,
    });
  });

  test('creates its resources again without harm', async () => {
    const again = await createResources(stack.clients, 'dropwire', stack.description.region);
    expect(again).toEqual(stack.resources);
  });

  test(
    'publishes a dropped file and an S3 upload, updates and withdraws them',
    async () => {
      await writeFile(
        join(root, 'inbox', 'gulls.md'),
        '# Gulls on the roof\n\nThey came at dawn and stayed.\n',
      );
      await stack.clients.s3.send(
        new PutObjectCommand({
          Bucket: stack.resources.buckets.inbox,
          Key: 'pier/boats & nets.txt',
          Body: 'Boats come home early\n\nThe wind turned before noon, and all the boats came home.\n',
        }),
      );
      const published = await reportOf('gulls.md', 'published');
      await reportOf('pier/boats & nets.txt', 'published');
      expect(await titles()).toEqual(['Boats come home early', 'Gulls on the roof']);
      if (published.kind !== 'published') throw new Error('not published');
      expect(published.title).toBe('Gulls on the roof');
      expect((await fetch(published.url)).status).toBe(200);

      await writeFile(join(root, 'inbox', 'gulls.md'), '# Gulls on the tower\n\nThey moved at noon.\n');
      while (!(await titles()).includes('Gulls on the tower')) await stack.settled(longMs);
      expect(await titles()).toEqual(['Boats come home early', 'Gulls on the tower']);

      await unlink(join(root, 'inbox', 'gulls.md'));
      await reportOf('gulls.md', 'withdrawn');
      expect(await titles()).toEqual(['Boats come home early']);
      expect((await fetch(published.url)).status).toBe(410);
      expect(warnings).toEqual([]);
    },
    longMs,
  );

  test(
    'says why an upload was rejected, and goes on',
    async () => {
      await writeFile(join(root, 'inbox', 'empty.txt'), '');
      const rejected = await reportOf('empty.txt', 'rejected');
      expect(rejected).toMatchObject({ code: expect.any(String), reason: expect.stringMatching(/\w/) });
      expect(await stack.settled(longMs)).toBe(true);
      expect(await titles()).toEqual(['Boats come home early']);
    },
    longMs,
  );

  test('writes every event down, once the change is to be seen', async () => {
    await stack.settled(longMs);
    const text = await readFile(join(root, 'data', 'events.ndjson'), 'utf8');
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; 'detail-type': string; detail: { key?: string } });
    const types = new Set(events.map((event) => event['detail-type']));
    const all = ['Article Published', 'Article Updated', 'Article Withdrawn', 'Upload Rejected'];
    expect(types).toEqual(new Set(all));
    expect(events.find(({ detail }) => detail.key === 'empty.txt')?.['detail-type']).toBe('Upload Rejected');
  });

  test('is the only one on its data folder', async () => {
    const second = startStack({ dataDir: join(root, 'data'), port: 0, environment: {} });
    await expect(second).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining(String(process.pid)),
    });
  });
});
