import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalStack, startStack } from '../../../local/stack.ts';
import { maxUploadBytes } from '../../../shared/resources/settings.ts';
import { read } from '../edge/reader.ts';

const longMs = 60_000;
let root: string;
let stack: LocalStack;
let origin = '';
const warnings: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'live-'));
  stack = await startStack({
    dataDir: join(root, 'data'),
    port: 0,
    environment: { DYNAMODB: process.env.DYNAMODB },
    onWarning: (message) => warnings.push(message),
  });
  origin = new URL(stack.siteUrl).origin;
}, longMs);

afterAll(async () => {
  await stack?.close();
  await rm(root, { recursive: true, force: true });
}, longMs);

const get = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  read(stack.siteUrl, target, headers, { method });
const wish = { name: 'a b.md', folder: 'news', type: 'text/markdown', bytes: 20 };
const ask = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${origin}/_local/uploads`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const codeOf = async (answer: Response) =>
  `${answer.status} ${((await answer.json()) as { code: string }).code}`;

interface Message {
  id: string;
  event: string;
  data: string;
}

/** Reads the event stream until a message is found. */
async function listen(
  found: (message: Message) => boolean,
  lastId?: string,
  begun = () => {},
): Promise<Message> {
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const gone = new AbortController();
  const response = await fetch(`${origin}/_local/events`, { headers, signal: gone.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  let text = '';
  let id = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
        id = field('id') ?? id;
        const message = { id, event: field('event') ?? '', data: field('data') ?? '' };
        if (message.event === 'hello') begun();
        if (found(message)) return message;
      }
    }
  } finally {
    gone.abort();
  }
  throw new Error('The stream has ended.');
}

describe('the page', () => {
  test('is served with a policy that lets exactly its own script and style run', async () => {
    const { status, headers, body } = await get('/_local');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const page = body.toString();
    const policy = String(headers['content-security-policy']);
    const hashOf = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toContain(`script-src ${hashOf(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1])};`);
    expect(policy).toContain(`style-src ${hashOf(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1])};`);
    expect(policy).toContain(`connect-src 'self' ${stack.description.endpoints.s3};`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.match(/<script/g)).toHaveLength(1);
    const head = await get('/_local', {}, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  test('is no part of the site: not in its bucket, nor linked from it', async () => {
    const Bucket = stack.resources.buckets.site;
    const { Contents = [] } = await stack.clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix: '_' }));
    expect(Contents).toEqual([]);
    expect((await get('/_localx/')).status).toBe(404);
    expect((await get('/')).body.toString()).not.toContain('_local');
  });

  test.each([
    ['GET', '/_local/nothing', 404],
    ['PUT', '/_local', 405],
    ['DELETE', '/_local/events', 405],
    ['GET', '/_local/uploads', 405],
  ])('%s %s: %i', async (method, target, status) => {
    expect((await get(target, {}, method)).status).toBe(status);
  });

  test('is refused under any other name than this machine’s', async () => {
    for (const target of ['/_local', '/_local/events', '/_local/uploads']) {
      const host = `rebound.example:${stack.port}`;
      expect((await get(target, { host })).status).toBe(403);
    }
    const named = await get('/_local', { host: `localhost:${stack.port}` });
    expect(named.status).toBe(200);
    expect(named.body.toString()).toContain(`value="http://localhost:${stack.port}/_local"`);
  });

  test('counts dead letters', async () => {
    const { deadLetterUrl } = stack.resources.queues.publish;
    await stack.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: deadLetterUrl, MessageBody: 'left over' }),
    );
    expect((await get('/_local')).body.toString()).toMatch(/<tr class="dead"><th scope="row">publish<\/th>/);
  });
});

describe('permission to upload', () => {
  test('is given to our own page; the file goes to S3 with it, from the browser', async () => {
    const answer = await ask({ ...wish, bytes: 12 });
    expect(answer.status).toBe(200);
    const { key, url, fields } = (await answer.json()) as {
      key: string;
      url: string;
      fields: Record<string, string>;
    };
    expect(key).toBe('news/a b.md');
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['# Permitted\n\nText.']), 'other-name.md');
    const posted = await fetch(url, { method: 'POST', headers: { origin }, body: form });
    expect(posted.status).toBe(204);
    expect(posted.headers.get('access-control-allow-origin')).toBe(origin);
    const foreign = await fetch(url, {
      method: 'POST',
      headers: { origin: 'http://foreign.example' },
      body: form,
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is given to no other page, and for nothing else', async () => {
    expect(await codeOf(await ask(wish, { origin: 'http://127.0.0.1:1' }))).toBe('403 foreign-page');
    expect(await codeOf(await ask(wish, { 'sec-fetch-site': 'cross-site' }))).toBe('403 foreign-page');
    expect(await codeOf(await ask(wish, { 'content-type': 'text/plain' }))).toBe('415 not-json');
    expect(await codeOf(await ask({ ...wish, folder: 'x'.repeat(20_000) }))).toBe('413 too-long');
    expect(await codeOf(await ask('{'))).toBe('400 not-understood');
    expect(await codeOf(await ask({ name: 'a.md' }))).toBe('400 not-understood');
    expect(await codeOf(await ask({ ...wish, folder: '../up' }))).toBe('400 upload-name');
    expect(await codeOf(await ask({ ...wish, bytes: maxUploadBytes + 1 }))).toBe('400 upload-size');
    expect((await get('/_local/uploads', { 'content-type': 'application/json' }, 'POST')).status).toBe(403);
  });
});

describe('the stream of events', () => {
  const upload = (Key: string, Body: string) =>
    stack.clients.s3.send(new PutObjectCommand({ Bucket: stack.resources.buckets.inbox, Key, Body }));
  const outcomeOf = (key: string) => (message: Message) =>
    message.event === 'outcome' && (JSON.parse(message.data) as { key: string }).key === key;

  test(
    'tells what became of uploads, also to whoever was away for a moment',
    async () => {
      const first = await listen(outcomeOf('first.txt'), undefined, () => void upload('first.txt', ''));
      expect(JSON.parse(first.data)).toMatchObject({ kind: 'rejected', label: 'Rejected', final: true });
      // Nobody listens meanwhile.
      await upload('second.md', '# Second\n\nIt came while nobody looked.\n');
      expect(await stack.settled(longMs)).toBe(true);
      const second = await listen(outcomeOf('second.md'), first.id);
      const { kind, link } = JSON.parse(second.data) as { kind: string; link: { url: string } };
      expect(kind).toBe('published');
      expect((await fetch(link.url)).status).toBe(200);
    },
    longMs,
  );

  test('holds the changing part of the page', async () => {
    const { data } = await listen(({ event }) => event === 'board');
    const board = JSON.parse(data) as string;
    expect(board).toContain('second.md');
    // The queues go on meanwhile.
    const [still = ''] = board.split('<h2 id="queues">');
    expect((await get('/_local')).body.toString()).toContain(still);
  });

  test('is closed to pages of other ports', async () => {
    const headers = { 'sec-fetch-site': 'same-site', origin: stack.description.endpoints.s3 };
    expect((await get('/_local/events', headers)).status).toBe(403);
  });

  test(
    'ends when the stack is closed, for those who still listen',
    async () => {
      const ended = new Promise((resolve, reject) => {
        const stream = request(`${origin}/_local/events`, (response) => {
          response.once('data', () => {
            response.on('end', resolve).on('error', reject).resume();
            stack.close().catch(reject);
          });
        });
        stream.on('error', reject).end();
      });
      await ended;
      expect(warnings).toEqual([]);
    },
    longMs,
  );
});
