import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Edge, type EdgeOptions, startEdge } from '../../../local/edge/start-edge.ts';
import { BucketDouble } from './bucket-double.ts';
import { read } from './reader.ts';

let bucket: BucketDouble;
let s3: S3Client;
let edges: Edge[] = [];

beforeEach(async () => {
  bucket = new BucketDouble();
  s3 = await bucket.start();
});
afterEach(async () => {
  for (const edge of edges) await edge.close();
  edges = [];
  s3.destroy();
  await bucket.stop();
});

async function start(options: Partial<EdgeOptions> = {}): Promise<Edge> {
  const edge = await startEdge({ s3, bucket: 'site', ...options });
  edges.push(edge);
  return edge;
}

const put = (content: string | Buffer) =>
  bucket.put('a.json', content, { 'content-type': 'application/json' });
const textOf = async (edge: Edge) => (await read(edge.url, '/a.json')).body.toString();
const statusesSeen = () => bucket.requests.map(({ status }) => status);

/** Holds the bucket's answers back until called. */
function holdBack(): () => void {
  let release = () => {};
  bucket.gate = new Promise((resolve) => {
    release = resolve;
  });
  return release;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('freshness', () => {
  test('without announcements each answer is revalidated, and bytes are fetched once', async () => {
    put('first');
    const edge = await start();
    expect([await textOf(edge), await textOf(edge)]).toEqual(['first', 'first']);
    put('second');
    expect(await textOf(edge)).toBe('second');
    bucket.remove('a.json');
    expect((await read(edge.url, '/a.json')).status).toBe(404);
    put('third');
    expect(await textOf(edge)).toBe('third');
    const asked = bucket.requests.filter(({ key }) => key === 'a.json');
    expect(asked.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'GET 200',
      'HEAD 200',
      'HEAD 200',
      'GET 200',
      'HEAD 403',
      'GET 403',
      'GET 200',
    ]);
  });

  test('requests that come during a revalidation wait for one that began after them, and share it', async () => {
    put('old');
    const edge = await start();
    const release = holdBack();
    const first = textOf(edge);
    await until(() => bucket.requests.length === 1);
    put('new');
    const agent = new Agent();
    const later = Array.from({ length: 20 }, () => textOf(edge));
    // Let the requests reach the edge: a further one on the same path is answered only by it.
    await read(edge.url, '/a.json', {}, { method: 'OPTIONS', agent });
    agent.destroy();
    release();
    expect(await first).toBe('old');
    expect(new Set(await Promise.all(later))).toEqual(new Set(['new']));
    expect(bucket.requests.length).toBeLessThan(10);
  });

  test('with announcements the bucket is asked only after a change', async () => {
    put('first');
    const edge = await start({ changes: bucket.changes });
    for (let i = 0; i < 5; i++) expect(await textOf(edge)).toBe('first');
    expect(statusesSeen()).toEqual([200]);
    put('second');
    for (let i = 0; i < 5; i++) expect(await textOf(edge)).toBe('second');
    bucket.remove('a.json');
    expect((await read(edge.url, '/a.json')).status).toBe(404);
    expect((await read(edge.url, '/a.json')).status).toBe(404);
    put('third');
    expect(await textOf(edge)).toBe('third');
    expect(bucket.requests.filter(({ key }) => key === 'a.json')).toHaveLength(4);
  });

  test('a change announced while the old state is on its way is not forgotten', async () => {
    put('old');
    const edge = await start({ changes: bucket.changes });
    const release = holdBack();
    const first = textOf(edge);
    await until(() => bucket.requests.length === 1);
    put('new');
    release();
    await first;
    expect(await textOf(edge)).toBe('new');
  });

  test.each([true, false])(
    'metadata that changes without the bytes is seen (announced: %s)',
    async (announced) => {
      put('same');
      const edge = await start(announced ? { changes: bucket.changes } : {});
      await textOf(edge);
      bucket.put('a.json', 'same', { 'content-type': 'application/json' }, { 'dropwire-status': '410' });
      expect((await read(edge.url, '/a.json')).status).toBe(410);
    },
  );
});

describe('a bucket in trouble', () => {
  test.each([
    ['busy', 503],
    ['broken', 502],
    ['silent', 504],
  ] as const)('%s: %d with a sentence, and nothing that a cache would keep', async (misbehaviour, status) => {
    const errors: unknown[] = [];
    const edge = await start({ originTimeoutMs: 200, onError: (error) => errors.push(error) });
    put('content');
    bucket.misbehaviour = misbehaviour;
    const answer = await read(edge.url, '/a.json');
    expect(answer.status).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body.toString()).toMatch(/^The site bucket .+\.\n$/);
    expect(errors).toHaveLength(1);
    bucket.misbehaviour = undefined;
    expect(await textOf(edge)).toBe('content');
  });

  test('a small document that breaks off is an error, not half a document', async () => {
    const edge = await start();
    put('x'.repeat(1_000));
    bucket.misbehaviour = 'cut-off';
    expect((await read(edge.url, '/a.json')).status).toBe(502);
    bucket.misbehaviour = undefined;
    expect((await read(edge.url, '/a.json')).body).toHaveLength(1_000);
  });

  test('a large document that breaks off breaks the connection off', async () => {
    const edge = await start({ changes: bucket.changes });
    put(Buffer.alloc(12_000_000));
    expect((await read(edge.url, '/a.json', {}, { method: 'HEAD' })).status).toBe(200);
    bucket.misbehaviour = 'cut-off';
    await expect(read(edge.url, '/a.json')).rejects.toThrow();
    bucket.misbehaviour = undefined;
    expect((await read(edge.url, '/a.json')).body).toHaveLength(12_000_000);
  });

  test('a large document replaced between look-up and streaming is looked up again', async () => {
    const edge = await start({ changes: bucket.changes });
    put(Buffer.alloc(12_000_000, 'a'));
    await read(edge.url, '/a.json', {}, { method: 'HEAD' });
    const release = holdBack();
    const answer = read(edge.url, '/a.json');
    await until(() => bucket.requests.length === 2);
    release();
    put(Buffer.alloc(11_000_000, 'b'));
    const { status, body } = await answer;
    expect(status).toBe(200);
    // One of the two, whole: never a mixture.
    expect([12_000_000, 11_000_000]).toContain(body.length);
    expect(new Set(body).size).toBe(1);
    expect((await read(edge.url, '/a.json')).body).toHaveLength(11_000_000);
  });
});

describe('connections', () => {
  test('a reader who goes away in the middle harms nobody and is no error of ours', async () => {
    const errors: unknown[] = [];
    const edge = await start({ onError: (error) => errors.push(error) });
    put(Buffer.alloc(30_000_000));
    await new Promise<void>((resolve) => {
      const outgoing = request(`${edge.url}/a.json`, (incoming) => {
        incoming.once('data', () => outgoing.destroy());
        incoming.once('error', () => undefined);
        incoming.once('close', resolve);
      });
      outgoing.end();
    });
    expect((await read(edge.url, '/a.json')).body).toHaveLength(30_000_000);
    expect(errors).toEqual([]);
  });

  test('a slow reader holds back the bucket: little is buffered here', async () => {
    const edge = await start();
    put(Buffer.alloc(80_000_000));
    await read(edge.url, '/a.json', {}, { method: 'HEAD' });
    const before = process.memoryUsage().arrayBuffers;
    const socket = connect(edge.port, '127.0.0.1');
    socket.write('GET /a.json HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
    socket.destroy();
  });

  test('stay open between requests', async () => {
    const edge = await start();
    put('content');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve) => {
        request(`${edge.url}/a.json`, { agent }, (incoming) => {
          ports.add(incoming.socket.localPort);
          incoming.resume().once('end', resolve);
        }).end();
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test('close lets an answer under way finish, frees the port and stops listening to changes', async () => {
    const edge = await startEdge({ s3, bucket: 'site', changes: bucket.changes });
    put('content');
    const release = holdBack();
    const answer = textOf(edge);
    await until(() => bucket.requests.length === 1);
    const closed = edge.close();
    release();
    expect(await answer).toBe('content');
    await closed;
    expect(bucket.listenerCount).toBe(0);
    const again = await start({ port: edge.port });
    expect(again.port).toBe(edge.port);
  });

  test('close does not wait for ever for a reader who never finishes', async () => {
    const edge = await startEdge({ s3, bucket: 'site', closeGraceMs: 50 });
    put(Buffer.alloc(80_000_000));
    const socket = connect(edge.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /a.json HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    await edge.close();
    socket.destroy();
  });

  test('a port that is taken is told, not hidden', async () => {
    const edge = await start();
    await expect(startEdge({ s3, bucket: 'site', port: edge.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
