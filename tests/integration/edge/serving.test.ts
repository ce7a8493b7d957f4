import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Edge, startEdge } from '../../../local/edge/start-edge.ts';
import { compressibleBytes, cors, policyHeaders } from '../../../shared/edge/headers.ts';
import {
  cacheControlOf,
  contentTypeOf,
  notFoundKey,
  objectMetadata,
  storedContentTypeOf,
} from '../../../shared/resources/object-keys.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';
import { BucketDouble } from './bucket-double.ts';
import { read, readRaw } from './reader.ts';

const bucket = new BucketDouble();
let s3: S3Client;
let edge: Edge;

const put = (key: string, content: string | Buffer, metadata?: Record<string, string>) =>
  bucket.put(
    key,
    content,
    { 'content-type': storedContentTypeOf(key), 'cache-control': cacheControlOf(key) },
    metadata,
  );
const get = (target: string, headers: Record<string, string | string[]> = {}, method = 'GET') =>
  read(edge.url, target, headers, { method });

const long = (word: string) => `${word} `.repeat(600);

beforeAll(async () => {
  s3 = await bucket.start();
  edge = await startEdge({ s3, bucket: 'site' });
});
afterAll(async () => {
  await edge.close();
  s3.destroy();
  await bucket.stop();
});
beforeEach(() => {
  bucket.misbehaviour = undefined;
  for (const name of ['index.html', 'feed.json', 'rss.xml', 'atom.xml']) put(name, long(name));
  put('tags/tea/index.html', '<p>short</p>');
  put('tags/café/feed.json', '{}');
  put(notFoundKey, long('nothing here'));
});

describe('documents', () => {
  test.each([
    ['/', 'index.html'],
    ['/feed.json', 'feed.json'],
    ['/tags/tea/', 'tags/tea/index.html'],
    ['/tags/caf%C3%A9/feed.json', 'tags/café/feed.json'],
    ['http://some.host/feed.json?x=1', 'feed.json'],
  ])('%s serves %s with its type, cache rules and the policy', async (target, key) => {
    const { status, headers } = await get(target);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(contentTypeOf(key));
    expect(headers['cache-control']).toBe(cacheControlOf(key));
    expect(headers).toMatchObject(policyHeaders);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers.vary).toBe('Accept-Encoding');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-amz-'))).toEqual([]);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const got = await get('/feed.json', { 'accept-encoding': 'gzip' });
    const head = await get('/feed.json', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(head.body).toHaveLength(0);
    expect({ ...head.headers, date: '' }).toEqual({ ...got.headers, date: '' });
  });

  test('a folder without its slash moves there', async () => {
    const { status, headers } = await get('/tags/tea?a=1');
    expect([status, headers.location]).toEqual([301, '/tags/tea/?a=1']);
    expect(headers).toMatchObject(policyHeaders);
  });

  test('an empty document is served', async () => {
    put('robots.txt', '');
    const { status, headers, body } = await get('/robots.txt', { 'accept-encoding': 'br' });
    expect([status, headers['content-length'], body.length]).toEqual([200, '0', 0]);
  });

  test.each([
    ['application/feed+json', 'feed.json'],
    ['application/atom+xml', 'atom.xml'],
    ['text/html', 'index.html'],
    [['text/html;q=0.1', 'application/json'], 'feed.json'],
  ])('/feed with Accept %j serves %s, and says that it depends', async (accept, key) => {
    const { headers, body } = await get('/feed', { accept });
    expect(headers['content-type']).toBe(contentTypeOf(key));
    expect(headers.vary).toBe('Accept-Encoding, Accept');
    expect(body.toString()).toBe(long(key));
  });
});

describe('compression', () => {
  test.each(['index.html', 'feed.json', 'rss.xml', 'atom.xml'])(
    '%s in Brotli, gzip and neither',
    async (key) => {
      const brotli = await get(`/${key}`, { 'accept-encoding': 'gzip, deflate, br' });
      expect(brotli.headers['content-encoding']).toBe('br');
      expect(brotliDecompressSync(brotli.body).toString()).toBe(long(key));

      const gzip = await get(`/${key}`, { 'accept-encoding': 'gzip' });
      expect(gzip.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(gzip.body).toString()).toBe(long(key));

      const identity = await get(`/${key}`);
      expect(identity.headers).not.toHaveProperty('content-encoding');
      expect(identity.body.toString()).toBe(long(key));

      const strong = bucket.etagOf(long(key));
      expect([brotli, gzip, identity].map(({ headers }) => headers.etag)).toEqual([
        `W/${strong}`,
        `W/${strong}`,
        strong,
      ]);
      for (const { headers, body } of [brotli, gzip, identity]) {
        expect(headers['content-length']).toBe(String(body.length));
        expect(headers['content-type']).toBe(contentTypeOf(key));
        expect(headers.vary).toBe('Accept-Encoding');
      }
    },
  );

  test('leaves small documents alone', async () => {
    const { headers } = await get('/tags/tea/', { 'accept-encoding': 'br' });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers.etag).toBe(bucket.etagOf('<p>short</p>'));
  });

  test('follows the content: new bytes are compressed anew', async () => {
    await get('/rss.xml', { 'accept-encoding': 'br' });
    put('rss.xml', long('changed'));
    const { body } = await get('/rss.xml', { 'accept-encoding': 'br' });
    expect(brotliDecompressSync(body).toString()).toBe(long('changed'));
  });
});

describe('conditions', () => {
  test.each([undefined, 'br'])(
    'a known entity tag gets 304 without a body (Accept-Encoding: %s)',
    async (coding) => {
      const accept: Record<string, string> = coding === undefined ? {} : { 'accept-encoding': coding };
      const first = await get('/feed.json', accept);
      const again = await get('/feed.json', { ...accept, 'if-none-match': String(first.headers.etag) });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect(again.headers.etag).toBe(first.headers.etag);
      expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
      expect(again.headers.vary).toBe('Accept-Encoding');
      expect(again.headers).not.toHaveProperty('content-encoding');
    },
  );

  test('the tag of one coding is good for another: they stand for the same document', async () => {
    const { headers } = await get('/feed.json', { 'accept-encoding': 'br' });
    expect((await get('/feed.json', { 'if-none-match': String(headers.etag) })).status).toBe(304);
  });

  test('the tag of one variant of /feed is not good for another', async () => {
    const { headers } = await get('/feed', { accept: 'application/atom+xml' });
    const other = await get('/feed', { accept: 'application/json', 'if-none-match': String(headers.etag) });
    expect(other.status).toBe(200);
  });

  test('If-Modified-Since', async () => {
    const { headers } = await get('/feed.json');
    const since = String(headers['last-modified']);
    expect((await get('/feed.json', { 'if-modified-since': since })).status).toBe(304);
    put('feed.json', long('newer'));
    expect((await get('/feed.json', { 'if-modified-since': since })).status).toBe(200);
  });
});

describe('ranges', () => {
  test('a part, always of the document as it is', async () => {
    const { status, headers, body } = await get('/feed.json', {
      range: 'bytes=5-9',
      'accept-encoding': 'br',
    });
    expect(status).toBe(206);
    expect(body.toString()).toBe(long('feed.json').slice(5, 10));
    expect(headers['content-range']).toBe(`bytes 5-9/${long('feed.json').length}`);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers.etag).toBe(bucket.etagOf(long('feed.json')));
  });

  test('outside the document: 416', async () => {
    const { status, headers } = await get('/tags/tea/', { range: 'bytes=100-' });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */12']);
  });

  test('of another revision: the whole', async () => {
    expect((await get('/feed.json', { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });
});

describe('missing and impossible addresses', () => {
  test.each([
    '/nothing.html',
    '/tags/none/',
    '/a/../feed.json',
    '/%2e%2e/feed.json',
    '//feed.json',
    '/%00.html',
    '/%ff.html',
    '/%zz',
    `/${'x'.repeat(5_000)}.html`,
    '/\\host/',
  ])('%s is the error page with status 404', async (target) => {
    const { status, headers, body } = await get(target, { range: 'bytes=0-1', 'if-none-match': '*' });
    expect(status).toBe(404);
    expect(body.toString()).toBe(long('nothing here'));
    expect(headers['content-type']).toBe(contentTypeOf(notFoundKey));
    expect(headers).toMatchObject(policyHeaders);
    for (const name of ['etag', 'last-modified', 'content-range']) expect(headers).not.toHaveProperty(name);
  });

  test('the error page is compressed too, and open to scripts of other sites', async () => {
    const { status, headers, body } = await get('/none/', {
      'accept-encoding': 'br',
      origin: 'https://a.example',
    });
    expect([status, headers['content-encoding'], headers.vary]).toEqual([404, 'br', 'Accept-Encoding']);
    expect(brotliDecompressSync(body).toString()).toBe(long('nothing here'));
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  test('without an error page it is a sentence', async () => {
    bucket.remove(notFoundKey);
    const { status, headers } = await get('/nothing.html');
    expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  });

  test('an address beyond 8,192 characters is 414', async () => {
    expect((await get(`/${'x'.repeat(8_192)}`)).status).toBe(414);
  });

  test('what is no HTTP is turned away, and the server goes on', async () => {
    expect(await readRaw(edge.url, 'GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await readRaw(edge.url, 'GET /caf\u00c3\u00a9/ HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect(await readRaw(edge.url, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get('/feed.json')).status).toBe(200);
  });

  test('HTTP/1.0 gets the bytes as they are', async () => {
    const text = await readRaw(edge.url, 'GET /rss.xml HTTP/1.0\r\nAccept-Encoding: br, gzip\r\n\r\n');
    expect(text).not.toMatch(/content-encoding/i);
    expect(text).toContain(long('rss.xml'));
  });
});

describe('other methods', () => {
  test('a preflight is allowed', async () => {
    const asked = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    const { status, headers, body } = await get('/feed.json', asked, 'OPTIONS');
    expect([status, body.length]).toEqual([204, 0]);
    expect(headers['access-control-allow-origin']).toBe(cors.allowOrigin);
    expect(headers['access-control-allow-methods']).toBe(cors.allowMethods.join(', '));
  });

  test.each(['POST', 'DELETE', 'PUT'])('%s is not', async (method) => {
    const { status, headers } = await get('/feed.json', {}, method);
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('what the publisher says in metadata', () => {
  const key = 'articles/2026/03/gone-1a2b3c4d/index.html';
  const target = '/articles/2026/03/gone-1a2b3c4d/';

  test('a withdrawn article is 410 with its page, at once and for every client that knew it', async () => {
    put(key, long('article'));
    const before = await get(target, { 'accept-encoding': 'br' });
    put(key, long('withdrawn'), { [objectMetadata.status]: '410' });
    const known = { 'if-none-match': String(before.headers.etag), 'accept-encoding': 'br' };
    const { status, headers, body } = await get(target, known);
    expect(status).toBe(410);
    expect(brotliDecompressSync(body).toString()).toBe(long('withdrawn'));
    expect(headers).not.toHaveProperty('etag');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-amz-'))).toEqual([]);
    expect((await get(target, { range: 'bytes=0-3' })).body.toString()).toBe(
      'This article has been withdrawn.\n',
    );
  });

  test('a moved article is 301', async () => {
    put(key, long('moved'), { [objectMetadata.location]: '/articles/2026/03/new-1a2b3c4d/' });
    const { status, headers, body } = await get(target, { 'accept-encoding': 'br' });
    expect([status, headers.location, body.length]).toEqual([301, '/articles/2026/03/new-1a2b3c4d/', 0]);
    expect(headers).not.toHaveProperty('content-encoding');
  });
});

describe('large documents', () => {
  const large = Buffer.alloc(compressibleBytes.maximum + 1, 'large document ');

  test('are streamed as they are, in whole, in part and not at all', async () => {
    put('feed.json', large);
    const whole = await get('/feed.json', { 'accept-encoding': 'br' });
    expect(whole.headers['content-length']).toBe(String(large.length));
    expect(whole.headers).not.toHaveProperty('content-encoding');
    expect(whole.body.equals(large)).toBe(true);
    const part = await get('/feed.json', { range: 'bytes=-10' });
    expect([part.status, part.body.toString()]).toEqual([206, large.subarray(-10).toString()]);
    const head = await get('/feed.json', {}, 'HEAD');
    expect([head.headers['content-length'], head.body.length]).toEqual([String(large.length), 0]);
    expect((await get('/feed.json', { 'if-none-match': bucket.etagOf(large) })).status).toBe(304);
  });

  describe('as the publisher writes them', () => {
    const bench = new PublishingBench({ formats: ['json'] });
    const key = 'languages/en/feed.json';
    let document: Buffer;

    /** Three articles of four megabytes make heads of more than ten. */
    beforeAll(async () => {
      const ids = [];
      for (const name of ['one.md', 'two.md', 'three.md']) {
        const html = `<p>${`${name} is long. `.repeat(300_000)}</p>`;
        const article = sampleArticle(name, { content: { html, markdown: name, text: name } });
        ids.push(await bench.put(name, article));
      }
      await bench.publish(ids);
      document = Buffer.from(bench.read(key) ?? '');
    }, 60_000);

    /** What the publisher wrote, where the edge reads. */
    beforeEach(() => {
      for (const [name, { bytes, headers }] of bench.s3.bucket('site').current()) {
        if (!name.startsWith(key)) continue;
        const { ContentType = '', CacheControl = '', ContentEncoding, Metadata } = headers;
        const sent = { 'content-type': ContentType, 'cache-control': CacheControl };
        const encoding = ContentEncoding && { 'content-encoding': ContentEncoding };
        bucket.put(name, Buffer.from(bytes ?? ''), { ...sent, ...encoding }, Metadata);
      }
    });

    test('are larger than CloudFront would compress', () => {
      expect(document.length).toBeGreaterThan(compressibleBytes.maximum);
    });

    test.each([
      ['gzip, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ])('reach clients that accept %s in it', async (accept, coding, decode) => {
      const moved = await get(`/${key}`, { 'accept-encoding': accept });
      expect([moved.status, moved.headers.vary]).toEqual([307, 'Accept-Encoding']);
      const target = String(moved.headers.location);
      const { status, headers, body } = await get(target, { 'accept-encoding': accept });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-encoding': coding,
        'content-type': contentTypeOf(key),
        'cache-control': cacheControlOf(key),
      });
      expect(body.length).toBeLessThan(document.length / 10);
      expect(decode(body).equals(document)).toBe(true);
      expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
      const again = { 'accept-encoding': accept, 'if-none-match': String(headers.etag) };
      expect((await get(target, again)).status).toBe(304);
    });

    test('reach clients that accept no coding as they are, with a strong validator', async () => {
      const { status, headers, body } = await get(`/${key}`);
      expect([status, headers.etag, headers.vary]).toEqual([200, bucket.etagOf(document), 'Accept-Encoding']);
      expect(body.equals(document)).toBe(true);
    });
  });
});
