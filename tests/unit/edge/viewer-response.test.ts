import { describe, expect, test } from '@jest/globals';
import { compressibleTypes, cors, removedHeaders } from '../../../shared/edge/headers.ts';
import { contentTypeOf, objectMetadata, storedContentTypeOf } from '../../../shared/resources/object-keys.ts';
import { viewerResponse } from './events.ts';

const metadata = (name: keyof typeof objectMetadata, value: string) => ({
  [`x-amz-meta-${objectMetadata[name]}`]: value,
});

const keys = [
  'index.html',
  'feed.json',
  'tags/tea/rss.xml',
  'tags/tea/atom.xml',
  'articles/2026/03/hello-1a2b3c4d/article.json',
  'articles/2026/03/hello-1a2b3c4d/article.md',
  'feeds.opml',
  'sitemap.xml',
  'robots.txt',
  'schema/article.v1.json',
];

describe('media types', () => {
  test.each(keys)('%s is stored under a type that CloudFront compresses', (key) => {
    expect(compressibleTypes).toContain(storedContentTypeOf(key).split(';')[0]);
  });

  test.each(keys)('%s reaches readers with its real type', (key) => {
    for (const status of [200, 206, 304]) {
      const headers = { 'content-type': storedContentTypeOf(key) };
      expect(viewerResponse(`/${key}`, { status, headers }).headers['content-type']?.value).toBe(
        contentTypeOf(key),
      );
    }
  });

  test('stays out of answers that state none', () => {
    expect(viewerResponse('/feed.json', { status: 304 }).headers).not.toHaveProperty('content-type');
  });

  test('of media is left as it is', () => {
    const { headers } = viewerResponse('/media/ab12.webp', { headers: { 'content-type': 'image/webp' } });
    expect(headers['content-type']?.value).toBe('image/webp');
    expect(headers).not.toHaveProperty('vary');
  });

  test.each(['feed.json', 'atom.xml', 'rss.xml', 'index.html'])(
    '%s is recognized even if the address is still /feed',
    (key) => {
      const { headers } = viewerResponse('/feed', { headers: { 'content-type': storedContentTypeOf(key) } });
      expect(headers['content-type']?.value).toBe(contentTypeOf(key));
      expect(headers.vary?.value).toBe('Accept-Encoding, Accept');
    },
  );
});

describe('Vary', () => {
  const vary = (headers: Record<string, string | string[]>, request = {}) =>
    viewerResponse('/rss.xml', { headers, request: { headers: request } }).headers.vary;

  test('names Accept-Encoding once', () => {
    expect(vary({})).toEqual({ value: 'Accept-Encoding' });
    expect(vary({ vary: 'accept-encoding' })).toEqual({ value: 'accept-encoding' });
    expect(vary({ vary: ['Origin', 'Accept-Encoding'] })).toEqual({ value: 'Origin, Accept-Encoding' });
    expect(vary({ vary: '*' })).toEqual({ value: '*' });
  });

  test('names Accept where it decided', () => {
    expect(vary({}, { 'x-dropwire-negotiated': 'accept' })).toEqual({ value: 'Accept-Encoding, Accept' });
  });
});

describe('headers', () => {
  test("S3's own don't get out", () => {
    const headers = Object.fromEntries([...removedHeaders, 'x-amz-meta-anything'].map((name) => [name, '1']));
    const names = Object.keys(viewerResponse('/rss.xml', { headers: { ...headers, etag: '"1"' } }).headers);
    expect(names.filter((name) => name.startsWith('x-amz-'))).toEqual([]);
    expect(names).toContain('etag');
  });

  test('Link names the hubs of a feed, as they were stored with it, and never those of a page', () => {
    const value = '<https://news.example/rss.xml>; rel="self", <https://hub.example/>; rel="hub"';
    const headers = { [`x-amz-meta-${objectMetadata.link}`]: value };
    expect(viewerResponse('/rss.xml', { headers }).headers.link).toEqual({ value });
    expect(viewerResponse('/index.html', { headers }).headers.link).toBeUndefined();
    expect(viewerResponse('/rss.xml', {}).headers.link).toBeUndefined();
  });

  test('the policy keeps the metadata that the function obeys', () => {
    for (const name of Object.values(objectMetadata))
      expect(removedHeaders).not.toContain(`x-amz-meta-${name}`);
  });

  test('cross-origin access is open, as in the policy', () => {
    expect(viewerResponse('/rss.xml', {}).headers).toMatchObject({
      'access-control-allow-origin': { value: cors.allowOrigin },
      'access-control-expose-headers': { value: cors.exposeHeaders.join(', ') },
    });
  });
});

test.each([
  ['/canary/rss.xml', 'noindex, nofollow'],
  ['/private/0a1b2c/index.html', 'noindex, nofollow'],
  ['/tags/private/rss.xml', undefined],
  ['/rss.xml', undefined],
])('search engines are told of %s: %s', (uri, value) => {
  expect(viewerResponse(uri, {}).headers['x-robots-tag']?.value).toBe(value);
});

describe('a withdrawn article', () => {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'br',
    'cache-control': 'public, max-age=30',
    'last-modified': 'Thu, 05 Mar 2026 10:00:00 GMT',
    etag: 'W/"1"',
    ...metadata('status', '410'),
  };

  test('is 410 with the page that stands there, and nothing to revalidate', () => {
    const response = viewerResponse('/articles/2026/03/a-1a2b3c4d/index.html', { headers });
    expect(response).toMatchObject({ statusCode: 410, statusDescription: 'Gone' });
    expect(response.body).toBeUndefined();
    expect(response.headers['content-encoding']).toEqual({ value: 'br' });
    expect(response.headers['cache-control']).toEqual({ value: 'public, max-age=30' });
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.headers).not.toHaveProperty('last-modified');
  });

  test.each([206, 304])('is 410 for what would have been %d, with a whole body of its own', (status) => {
    const response = viewerResponse('/articles/a/index.html', {
      status,
      headers: { ...headers, 'content-range': 'bytes 0-1/9', 'content-length': '2' },
    });
    expect(response.statusCode).toBe(410);
    expect(response.body).toEqual({ encoding: 'text', data: 'This article has been withdrawn.\n' });
    for (const name of ['content-range', 'content-encoding', 'content-length']) {
      expect(response.headers).not.toHaveProperty(name);
    }
  });

  test.each(['200', '500', '4100', ''])('any other status (%j) is not obeyed', (status) => {
    expect(viewerResponse('/a/index.html', { headers: metadata('status', status) }).statusCode).toBe(200);
  });
});

describe('a moved article', () => {
  test('is 301 to its new address, without a body', () => {
    const response = viewerResponse('/articles/old/index.html', {
      headers: { 'content-type': 'text/html', etag: '"1"', ...metadata('location', '/articles/caf%C3%A9/') },
    });
    expect(response.statusCode).toBe(301);
    expect(response.headers.location).toEqual({ value: '/articles/caf%C3%A9/' });
    expect(response.body).toEqual({ encoding: 'text', data: '' });
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.headers).not.toHaveProperty('content-type');
  });

  test.each([
    '//evil.example/',
    '/\\evil.example/',
    'https://evil.example/',
    'relative/',
    '/a b/',
    '/a\r\nb: c',
    '',
  ])('does not lead to %j', (location) => {
    const response = viewerResponse('/articles/old/index.html', { headers: metadata('location', location) });
    expect(response.statusCode).toBe(200);
    expect(response.headers).not.toHaveProperty('location');
  });
});

describe('a document too large for CloudFront to compress', () => {
  const hash = '0123456789abcdef0123456789abcdef';
  const ask = (
    acceptEncoding: string | undefined,
    parts: { status?: number; encodings?: string; uri?: string; etag?: string } = {},
  ) =>
    viewerResponse(parts.uri ?? '/feed.json', {
      status: parts.status ?? 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        etag: parts.etag ?? `"${hash}"`,
        ...metadata('encodings', parts.encodings ?? 'br,gzip'),
      },
      request: { headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding } },
    });

  test.each([
    ['gzip, deflate, br', `/feed.json.${hash}.br`],
    ['gzip', `/feed.json.${hash}.gz`],
    ['br;q=0, gzip;q=0.1', `/feed.json.${hash}.gz`],
  ])('sends clients that accept %s to %s', (accept, location) => {
    const response = ask(accept);
    expect(response.statusCode).toBe(307);
    expect(response.headers.location?.value).toBe(location);
    expect(response.headers.vary?.value).toBe('Accept-Encoding');
  });

  test.each([[undefined], ['identity'], ['deflate'], ['gzip;q=0'], ['']])(
    'serves it as it is for %j',
    (accept) => {
      expect(ask(accept).statusCode).toBe(200);
    },
  );

  test('obeys only the codings that are there, and whole answers', () => {
    expect(ask('br, gzip', { encodings: 'gzip' }).headers.location?.value).toBe(`/feed.json.${hash}.gz`);
    expect(ask('br', { encodings: 'gzip' }).statusCode).toBe(200);
    expect(ask('br', { status: 206 }).statusCode).toBe(206);
    expect(ask('br', { uri: '/feed' }).statusCode).toBe(200);
    expect(ask('br', { etag: 'W/"1"' }).statusCode).toBe(200);
  });

  test.each([`/feed.json.${hash}.br`, `/feed.json.${hash}.gz`])('%s has the type of the document', (uri) => {
    const { headers } = viewerResponse(uri, {
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(headers['content-type']?.value).toBe(contentTypeOf('feed.json'));
  });
});
