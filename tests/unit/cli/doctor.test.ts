import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDrift, type SiteLook } from '../../../cli/doctor/check-drift.ts';
import { checkNode, checkPackages, checkPort, checkSettings } from '../../../cli/doctor/check-machine.ts';
import { checkStack } from '../../../cli/doctor/check-stack.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import type { Stack } from '../../../cli/stack/stack.ts';
import type { S3, Sqs } from '../../../shared/clients.ts';
import { type AwsCommand, clientOf } from '../../helpers/models/service-model.ts';
import { MemoryStack, markdown } from './memory-stack.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-doctor-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const states = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ check, state }) => [check, state]));

describe('the machine', () => {
  test('Node', () => {
    expect(checkNode('24.1.0').state).toBe('ok');
    expect(checkNode('22.20.0')).toMatchObject({ state: 'problem', fix: expect.stringContaining('npm run') });
  });

  test('packages', async () => {
    const folder = pathToFileURL(`${root}/`);
    await mkdir(join(root, 'node_modules'));
    await writeFile(join(root, 'package-lock.json'), '{}');
    expect((await checkPackages(folder)).state).toBe('warning');
    const stamp = createHash('sha256').update('{}').digest('hex');
    await writeFile(join(root, 'node_modules', '.dropwire-installed'), stamp);
    expect((await checkPackages(folder)).state).toBe('ok');
  });

  test('settings', async () => {
    expect((await checkSettings()).state).toBe('ok');
    const file = join(root, 'cdk.json');
    await writeFile(file, JSON.stringify({ context: { site: { title: 'x', feedSize: 0 } } }));
    const finding = await checkSettings(pathToFileURL(file));
    expect(finding).toMatchObject({ state: 'problem', message: expect.stringContaining('feedSize') });
  });

  test('ports', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect((await checkPort(port)).state).toBe('warning');
    await new Promise((resolve) => server.close(resolve));
    expect((await checkPort(port)).state).toBe('ok');
  });
});

describe('the stack', () => {
  interface Answers {
    s3?: Record<string, object | Error>;
    waiting?: Record<string, number>;
  }

  /** The stack of a bench whose services answer questions about themselves. */
  function stackOf(bench: MemoryStack, { s3 = {}, waiting = {} }: Answers = {}): Stack {
    const answers: Record<string, object | Error> = {
      GetBucketVersioningCommand: { Status: 'Enabled' },
      GetBucketNotificationConfigurationCommand: {
        QueueConfigurations: [{ Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }],
      },
      HeadBucketCommand: {},
      ...s3,
    };
    const own = bench.stack.clients.s3;
    const answering = clientOf<S3>((command: AwsCommand) => {
      const answer = answers[command.constructor.name];
      if (answer instanceof Error) throw answer;
      return answer ?? (own.send(command as never) as unknown as object);
    });
    const sqs = clientOf<Sqs>((command: AwsCommand) => {
      const { QueueUrl = '' } = command.input as { QueueUrl?: string };
      return { Attributes: { ApproximateNumberOfMessages: String(waiting[QueueUrl] ?? 0) } };
    });
    return { ...bench.stack, clients: { ...bench.stack.clients, s3: answering, sqs } as Stack['clients'] };
  }

  test('that is in order', async () => {
    const findings = await checkStack(stackOf(new MemoryStack()));
    expect(new Set(Object.values(states(findings)))).toEqual(new Set(['ok']));
    expect(findings).toHaveLength(9);
  });

  test('that was tampered with, is not allowed, or is half gone', async () => {
    const denied = Object.assign(new Error('no'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    const gone = Object.assign(new Error('gone'), {
      name: 'NoSuchBucket',
      $metadata: { httpStatusCode: 404 },
    });
    const stack = stackOf(new MemoryStack(), {
      s3: {
        GetBucketVersioningCommand: { Status: 'Suspended' },
        GetBucketNotificationConfigurationCommand: {
          QueueConfigurations: [{ Events: ['s3:ObjectCreated:*'] }],
        },
        ListObjectVersionsCommand: denied,
        HeadBucketCommand: gone,
      },
      waiting: { 'publish-dead': 3, ingest: 20_000 },
    });
    const findings = await checkStack(stack);
    expect(states(findings)).toEqual({
      inbox: 'warning',
      versioning: 'problem',
      notifications: 'problem',
      store: 'problem',
      catalog: 'ok',
      'ingest-dead-letters': 'ok',
      'ingest-queue': 'warning',
      'publish-dead-letters': 'warning',
      'publish-queue': 'ok',
    });
    const of = (check: string) => findings.find((finding) => finding.check === check);
    expect(of('inbox')?.fix).toContain('s3:ListBucketVersions');
    expect(of('notifications')?.message).toContain('s3:ObjectRemoved:*');
    expect(of('publish-dead-letters')?.fix).toContain('redrive publish');
    for (const { state, fix } of findings) expect(fix === undefined).toBe(state === 'ok');
  });

  test('inbox, catalog and site are compared', async () => {
    const bench = new MemoryStack();
    bench.put('news/a.md', markdown('A'));
    bench.put('news/empty.md', '');
    await bench.ingest();
    const good: SiteLook = {
      validate: async (source) => ({ source, ok: true, entries: 1, problems: [] }),
      isLive: async () => true,
      now: bench.now + 3_600_000,
    };
    const fine = await checkDrift(bench.stack, good);
    expect(new Set(Object.values(states(fine)))).toEqual(new Set(['ok']));
    expect(fine[0]?.message).toContain('1 of them rejected');
    expect(fine[0]?.message).toContain('2 of the newest 2 uploads');
    // An upload that nobody told the pipeline of, a page that is not there, a feed that is broken, and one that is none.
    bench.s3.bucket('inbox').add('news/lost.md', {
      bytes: Buffer.from(markdown('Lost')),
      lastModified: new Date(bench.now),
      headers: { ContentType: 'text/markdown', Metadata: {} },
      tags: new Map(),
    } as never);
    const bad = await checkDrift(bench.stack, {
      ...good,
      isLive: async () => false,
      validate: async (source) => ({
        source,
        ok: !/xml$/.test(source),
        problems: /rss/.test(source)
          ? [{ severity: 'error', rule: 'http-status', message: 'status 404' }]
          : [{ severity: 'error', rule: 'xml-well-formed', message: 'broken' }],
      }),
    });
    expect(states(bad)).toEqual({
      uploads: 'problem',
      articles: 'problem',
      'feed.json': 'ok',
      'rss.xml': 'warning',
      'atom.xml': 'problem',
    });
    expect(bad[0]).toMatchObject({
      message: expect.stringContaining('news/lost.md'),
      fix: expect.stringContaining('backfill'),
    });
  });

  test('uploads of the last minutes count, and are no drift while they wait', async () => {
    const bench = new MemoryStack();
    const look: SiteLook = {
      validate: async (source) => ({ source, ok: true, entries: 1, problems: [] }),
      isLive: async () => true,
      now: bench.now + 1000,
    };
    expect((await checkDrift(bench.stack, look))[0]).toMatchObject({
      state: 'ok',
      message: 'The inbox is empty',
    });
    bench.put('news/a.md', markdown('A'));
    await bench.ingest();
    const [dealtWith] = await checkDrift(bench.stack, look);
    expect(dealtWith).toMatchObject({ state: 'ok', message: expect.stringMatching(/^1 of the newest 1 /) });
    bench.put('news/b.md', markdown('B'));
    const [onItsWay] = await checkDrift(bench.stack, look);
    expect(onItsWay).toMatchObject({
      state: 'ok',
      message: '1 of the newest 2 uploads have been dealt with; 1 on their way since just now',
    });
    const [late] = await checkDrift(bench.stack, { ...look, now: bench.now + 3_600_000 });
    expect(late).toMatchObject({ state: 'problem', message: expect.stringContaining('news/b.md') });
  });
});
