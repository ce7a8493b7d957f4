import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFiles } from '../../../cli/push/find-files.ts';
import { pushSources } from '../../../cli/push/push-sources.ts';
import { localStack } from '../../../cli/stack/local-stack.ts';
import { writeStackFile } from '../../../local/stack-file.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { testEnvironment } from '../../helpers/test-endpoints.ts';

const program = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
let root: string;
let pipeline: TestPipeline;

interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as a process. */
function dropwire(...args: string[]): Promise<Finished> {
  const env = { ...testEnvironment, XDG_STATE_HOME: join(root, 'state') };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** The same, about the stack of this test. */
const onStack = (command: string, ...args: string[]) => dropwire(command, '--data', root, ...args);

/** Starts the command and reads the lines of JSON that it prints. */
function start(...args: string[]) {
  const env = { ...testEnvironment, XDG_STATE_HOME: join(root, 'state') };
  const child: ChildProcess = spawn(process.execPath, [program, ...args, '--data', root], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output = child.stdout ? createInterface({ input: child.stdout }) : undefined;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, lines: output?.[Symbol.asyncIterator]() };
}

interface Listed {
  key: string;
  state: string;
  articles: { state: string; url: string }[];
}

async function statusOf(...keys: string[]): Promise<Listed[]> {
  const { code, stdout, stderr } = await onStack('status', '--json', ...keys);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const article = (title: string, more = '') =>
  `---\ntitle: ${title}\ntags: [tides]\n${more}---\n\nThe tide was high this morning, and the ferry left on time.\n`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-cli-'));
  pipeline = await startPipeline();
  await writeStackFile(root, pipeline.stack.description);
  await pipeline.upload('news/one.md', article('One'));
  await pipeline.upload('news/two words+ü.md', article('Two'));
  await pipeline.upload('news/later.md', article('Later', 'published: 2199-01-01T00:00:00Z\n'));
  await pipeline.upload('news/draft.md', article('Draft', 'draft: true\n'));
  await pipeline.upload('news/empty.md', '');
  await pipeline.upload('news/gone.md', article('Gone'));
  await pipeline.settled();
  await pipeline.remove('news/gone.md');
  await pipeline.settled();
});

afterAll(async () => {
  await pipeline?.close();
  await rm(root, { recursive: true, force: true });
});

describe('status', () => {
  test('lists every upload and what became of it, as JSON', async () => {
    const uploads = await statusOf();
    expect(uploads.map(({ key, state }) => [key, state])).toEqual([
      ['news/draft.md', 'accepted'],
      ['news/empty.md', 'rejected'],
      ['news/gone.md', 'deleted'],
      ['news/later.md', 'accepted'],
      ['news/one.md', 'accepted'],
      ['news/two words+ü.md', 'accepted'],
    ]);
    const of = (key: string) => uploads.find((each) => each.key === key);
    expect(of('news/draft.md')?.articles).toMatchObject([{ state: 'withheld', title: 'Draft' }]);
    expect(of('news/empty.md')).toMatchObject({
      code: expect.stringMatching(/./),
      reason: expect.stringMatching(/./),
      bytes: 0,
      articles: [],
    });
    expect(of('news/gone.md')?.articles).toMatchObject([{ state: 'withdrawn' }]);
    expect(of('news/later.md')?.articles).toMatchObject([
      { state: 'scheduled', due: '2199-01-01T00:00:00.000Z' },
    ]);
    expect(of('news/one.md')?.articles).toMatchObject([{ state: 'published', title: 'One' }]);
    const page = await fetch(of('news/one.md')?.articles[0]?.url ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h1>One</h1>');
  });

  test('tells of the keys that are named, in that order, for people', async () => {
    const { code, stdout } = await onStack('status', 'news/two words+ü.md', 'news/empty.md', 'news/never.md');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'accepted  news/two words+ü.md',
      'rejected  news/empty.md',
      'unknown   news/never.md',
      '3 uploads: 1 accepted, 1 rejected, 1 unknown',
    ]);
    expect(stdout).toContain(`published  Two  ${pipeline.stack.siteUrl}articles/`);
    expect(stdout).not.toContain('\u001b');
  });

  test('--check says by its exit status whether all were accepted', async () => {
    const { code, stdout } = await onStack('status', '--check', '--json', 'news/one.md', 'news/empty.md');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(2);
  });
});

describe('rebuild', () => {
  test('brings back what somebody took from the site', async () => {
    const { clients, resources } = pipeline.stack;
    // The log of changes is history: nothing but itself knows it. The news sitemap follows a minute behind.
    const rebuilt = async () =>
      new Map([...(await pipeline.objects('site'))].filter(([key]) => !/^(changes|news-sitemap)/.test(key)));
    const before = await rebuilt();
    for (const Key of before.keys()) {
      await clients.s3.send(new DeleteObjectCommand({ Bucket: resources.buckets.site, Key }));
    }
    const { code, stdout } = await onStack('rebuild', '--json');
    expect({ code, sums: JSON.parse(stdout) }).toEqual({ code: 0, sums: { articles: 3, feeds: 4 } });
    await pipeline.settled();
    expect(await rebuilt()).toEqual(before);
    expect([...(await pipeline.objects('site')).keys()]).toContain('news-sitemap.xml');
    expect(await readdir(join(root, 'state', 'dropwire'))).toEqual([]);
  });

  test('of one feed says how much is queued', async () => {
    const known = await onStack('rebuild', 'tags/tides');
    expect(known).toMatchObject({ code: 0, stdout: 'Queued: 3 articles and 1 feed.\n' });
  });
});

describe('push', () => {
  test('uploads a folder and says where each article is, or why it is none', async () => {
    const folder = join(root, 'files');
    await mkdir(join(folder, 'sea'), { recursive: true });
    await writeFile(join(folder, 'sea', 'pushed.md'), article('Pushed'));
    await writeFile(join(folder, 'sea', 'void.md'), '');
    const { code, stdout, stderr } = await onStack('push', folder);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^rejected {2}.*void\.md -> sea\/void\.md\n {2}.+ \(empty-file\)$/m);
    const [, url = ''] = /published {2}Pushed {2}(\S+)/.exec(stdout) ?? [];
    expect(await (await fetch(url)).text()).toContain('<h1>Pushed</h1>');
    expect(stdout).toContain('2 uploaded, 1 rejected.\n');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).not.toContain('\u001b');
  });

  test('--watch carries over what comes and goes, until it is interrupted', async () => {
    const folder = join(root, 'watched');
    await mkdir(folder);
    await writeFile(join(folder, 'first.md'), article('First'));
    const { child, ended, lines } = start('push', folder, '--watch', '--prefix', 'watched/', '--json');
    const next = async () => JSON.parse(String((await lines?.next())?.value));
    expect(await next()).toMatchObject({ key: 'watched/first.md', action: 'uploaded', state: 'accepted' });
    await writeFile(join(folder, 'second.md'), article('Second'));
    expect(await next()).toMatchObject({
      key: 'watched/second.md',
      articles: [{ title: 'Second', state: 'published' }],
    });
    await rm(join(folder, 'second.md'));
    expect(await next()).toMatchObject({ key: 'watched/second.md', action: 'deleted', state: 'deleted' });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});

describe('an article by itself', () => {
  test('is withdrawn when it is asked for, restored, and back at its address', async () => {
    const [upload] = await statusOf('news/one.md');
    const url = upload?.articles[0]?.url ?? '';
    const asked = await onStack('withdraw', url);
    expect(asked).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/one article.*--yes.*not-confirmed/),
    });
    const withdrawn = await onStack('withdraw', url, '--yes');
    expect(withdrawn).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('dropwire restore news/one.md'),
    });
    await pipeline.settled();
    const document = `${decodeURI(new URL(url).pathname).slice(1)}article.json`;
    expect((await pipeline.siteObject(document)).toString()).not.toContain('The tide was high');
    expect(await onStack('restore', 'news/one.md')).toMatchObject({ code: 0 });
    await pipeline.settled();
    expect((await pipeline.siteObject(document)).toString()).toContain('The tide was high');
    const listed = await onStack('list', '--json', '--feed', 'tags/tides');
    const lines = listed.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).title)).toContain('One');
  });
});

test('what export writes, import takes', async () => {
  const { code, stdout } = await onStack('export');
  expect(code).toBe(0);
  const titles = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).title);
  expect(titles).toEqual(expect.arrayContaining(['One', 'Two', 'Draft', 'Later']));
  const file = join(root, 'catalog.ndjson');
  await writeFile(file, stdout);
  const { stdout: planned } = await onStack('import', file, '--dry-run', '--json');
  const lines = planned
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(titles.length);
  expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(['would-upload']));
});

test('doctor finds nothing wrong with a healthy stack', async () => {
  const { stdout } = await onStack('doctor', '--json');
  const findings: { check: string; state: string }[] = JSON.parse(stdout);
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual(
    expect.arrayContaining([
      'node',
      'notifications',
      'uploads',
      'articles',
      'feed.json',
      'rss.xml',
      'atom.xml',
    ]),
  );
});

describe('an inbox that tells nobody of its uploads', () => {
  beforeAll(async () => {
    await pipeline.stack.clients.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: pipeline.stack.resources.buckets.inbox,
        NotificationConfiguration: {},
      }),
    );
  });

  async function upload(key: string, text: string): Promise<void> {
    const { clients, resources } = pipeline.stack;
    const Body = Buffer.from(text);
    await clients.s3.send(
      new PutObjectCommand({ Bucket: resources.buckets.inbox, Key: key, Body, ContentLength: Body.length }),
    );
  }

  test('backfill takes them in', async () => {
    await upload('quiet/arrival.md', article('Quiet arrival'));
    expect(await statusOf('quiet/arrival.md')).toMatchObject([{ state: 'waiting', articles: [] }]);
    expect(await onStack('backfill', 'quiet/')).toMatchObject({
      code: 0,
      stdout: 'Queued: 1 upload.\n',
    });
    await pipeline.settled();
    expect(await statusOf('quiet/arrival.md')).toMatchObject([
      { state: 'accepted', articles: [{ state: 'published', title: 'Quiet arrival' }] },
    ]);
  });

  test('redrive puts dead letters back, and they are dealt with', async () => {
    await upload('quiet/dead.md', article('Back from the dead'));
    const { clients, resources } = pipeline.stack;
    await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: resources.queues.ingest.deadLetterUrl,
        MessageBody: JSON.stringify({ backfill: { key: 'quiet/dead.md', time: new Date().toISOString() } }),
      }),
    );
    const { code, stdout } = await onStack('redrive', '--json');
    expect({ code, sums: JSON.parse(stdout) }).toEqual({
      code: 0,
      sums: { ingest: { moved: 1, refused: 0 }, publish: { moved: 0, refused: 0 } },
    });
    await pipeline.settled();
    expect(await pipeline.text('feed.json')).toContain('Back from the dead');
    expect(await pipeline.deadLetters()).toBe(0);
  });

  test('a push of a thousand files that is interrupted goes on where it was', async () => {
    const folder = join(root, 'thousand');
    await mkdir(folder);
    const names = Array.from({ length: 1030 }, (_, index) => `${String(index).padStart(4, '0')}.md`);
    for (const name of names) await writeFile(join(folder, name), name);
    const args = ['push', folder, '--prefix', 'zz/', '--no-wait', '--json'];
    const { child, ended, lines } = start(...args);
    let seen = 0;
    for (let line = await lines?.next(); line && !line.done; line = await lines?.next()) {
      seen += 1;
      if (seen === 100) child.kill('SIGINT');
    }
    expect(await ended).toBe(130);
    expect(seen).toBeLessThan(1030);
    const { code, stdout } = await onStack(...(args as [string, ...string[]]));
    expect(code).toBe(0);
    const actions = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).action as string);
    expect(actions).toHaveLength(1030);
    expect(actions.filter((action) => action === 'unchanged')).toHaveLength(seen);
    // One listing holds 1,000.
    const waiting = (await statusOf()).filter(({ state }) => state === 'waiting');
    expect(waiting.map(({ key }) => key)).toEqual(names.map((name) => `zz/${name}`));
  });

  test('push sends large files in parts, and knows them again', async () => {
    const file = join(root, 'large.bin');
    await writeFile(file, Buffer.alloc(17 * 2 ** 20, 'x'));
    const { sources, problems } = await findFiles([file], { from: root, prefix: '' });
    const stack = await localStack(root);
    const { signal } = new AbortController();
    const silent = () => undefined;
    const output = { onResult: silent, onProgress: silent, onNote: silent };
    const push = () => pushSources(stack, { sources, problems, atOnce: 2, signal }, output);
    expect(await push()).toMatchObject({ uploaded: 1, failed: 0 });
    expect(await push()).toMatchObject({ uploaded: 0, unchanged: 1 });
    stack.close();
  });
});

describe('what is wrong is told in a sentence', () => {
  test('no stack', async () => {
    const { code, stderr } = await dropwire('status', '--data', join(root, 'elsewhere'));
    expect(code).toBe(3);
    expect(stderr).toMatch(/^No local stack is running on .*npm start.*\(stack-not-running\)\n$/);
  });
});
