import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowedMethods, cors } from '../../../shared/edge/headers.ts';
import { destination, viewerRequest } from './events.ts';

describe('addresses', () => {
  test.each([
    ['/', '/index.html'],
    ['/tags/tea/', '/tags/tea/index.html'],
    ['/feed.json', '/feed.json'],
    ['/sections/news/archive/p1/atom.xml', '/sections/news/archive/p1/atom.xml'],
    ['/schema/article.v1.json', '/schema/article.v1.json'],
    ['/articles/2026/03/hello-1a2b3c4d/', '/articles/2026/03/hello-1a2b3c4d/index.html'],
  ])('%s is held at %s', (uri, held) => {
    expect(destination(uri)).toBe(held);
  });

  test.each([
    ['/tags/tea', '301 /tags/tea/'],
    ['/tags/feed', '301 /tags/feed/'],
    ['/feed/', '301 /feed'],
    ['/tags/tea/feed/', '301 /tags/tea/feed'],
    ['/tags/caf%C3%A9', '301 /tags/caf%C3%A9/'],
  ])('%s moves: %s', (uri, answer) => {
    expect(destination(uri)).toBe(answer);
  });

  test('a folder called "feed" in a place without feeds is an ordinary folder', () => {
    expect(destination('/tags/feed/')).toBe('/tags/feed/index.html');
    expect(destination('/articles/2026/03/feed')).toBe('301 /articles/2026/03/feed/');
  });

  test('the query is kept as it was sent', () => {
    const query = { a: '1%2F2', b: ['x', ''], flag: '' };
    expect(destination('/tags/tea', { query })).toBe('301 /tags/tea/?a=1%2F2&b=x&b&flag');
  });

  test.each([
    ['/tags/%74ea/feed.json', '/tags/tea/feed.json'],
    ['/tags/caf%c3%a9/feed.json', '/tags/caf%C3%A9/feed.json'],
    ['/tags/café/feed.json', '/tags/caf%C3%A9/feed.json'],
    ['/tags/a%20b/', '/tags/a%20b/index.html'],
    ['/tags/a+b/rss.xml', '/tags/a%2Bb/rss.xml'],
    ['/tags/100%25/rss.xml', '/tags/100%25/rss.xml'],
    ['/tags%2Ftea/rss.xml', '/tags/tea/rss.xml'],
  ])('%s has one spelling, %s', (uri, spelling) => {
    expect(destination(uri)).toBe(spelling);
  });

  test.each([
    '//example.org/',
    '/tags//tea/',
    '/./feed.json',
    '/../feed.json',
    '/tags/..',
    '/tags/%2e%2e/feed.json',
    '/tags%2f..%2ffeed.json',
    '/%00feed.json',
    '/feed%0d%0aSet-Cookie:a.json',
    '/%7f.json',
    '/%ff.json',
    '/%zz.json',
    '/%E0%A4%A',
    '/\\example.org/',
    '/%5cexample.org/',
    `/${'a'.repeat(1_001)}.html`,
    `/${'%C3%A9'.repeat(600)}.html`,
    'feed.json',
    '*',
    '',
  ])('%j leads nowhere', (uri) => {
    expect(destination(uri)).toBe('/.missing');
  });

  test('any text at all gets a clean address or a redirection within the site', () => {
    const path = fc.array(
      fc.constantFrom('/', '.', '..', '%', '%2F', '%2e', '\\', 'feed', 'é', '\u0000', '?', '😀', 'a'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          path.map((parts) => `/${parts.join('')}`),
        ),
        (uri) => {
          expect(destination(uri)).toMatch(/^(301 )?\/(?![/\\])[!-~]*$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('applying it twice changes nothing more', () => {
    const segment = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        const once = destination(`/${segments.map(encodeURIComponent).join('/')}.json`);
        expect(destination(once)).toBe(once);
      }),
    );
  });
});

describe('/feed', () => {
  const chosen = (accept?: string | string[]) =>
    destination('/feed', { headers: accept === undefined ? {} : { accept } });

  test.each([
    [undefined, '/rss.xml'],
    ['*/*', '/rss.xml'],
    ['', '/rss.xml'],
    ['application/feed+json', '/feed.json'],
    ['application/json', '/feed.json'],
    ['APPLICATION/JSON', '/feed.json'],
    ['application/atom+xml', '/atom.xml'],
    ['application/rss+xml', '/rss.xml'],
    ['application/xml', '/rss.xml'],
    ['text/xml', '/rss.xml'],
    ['text/html', '/index.html'],
    ['text/*', '/index.html'],
    ['application/*', '/rss.xml'],
    ['image/png', '/rss.xml'],
    // What browsers, axios and feed readers send.
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', '/index.html'],
    ['application/json, text/plain, */*', '/feed.json'],
    ['application/atom+xml, application/rss+xml;q=0.9, application/xml;q=0.5, */*;q=0.1', '/atom.xml'],
    ['application/feed+json, application/atom+xml, application/rss+xml', '/feed.json'],
    ['application/rss+xml;q=0.5, application/atom+xml;q=0.8', '/atom.xml'],
    ['application/atom+xml;q=0.8, application/feed+json;q=0.800', '/atom.xml'],
    ['application/atom+xml; charset=utf-8; q=0.3, application/feed+json;q=0.2', '/atom.xml'],
    // An exact mention decides, also when it says no.
    ['application/rss+xml;q=0, */*', '/atom.xml'],
    ['application/rss+xml;q=0, application/xml;q=0, application/*;q=0.5, text/html;q=0.4', '/atom.xml'],
    ['*/*;q=0', '/rss.xml'],
    ['application/atom+xml;q=2', '/atom.xml'],
    ['application/atom+xml;q=nonsense', '/atom.xml'],
    [',,;;q=1,', '/rss.xml'],
  ])('Accept %j gives %s', (accept, uri) => {
    expect(chosen(accept)).toBe(uri);
  });

  test('looks at every Accept header that was sent', () => {
    expect(chosen(['text/html;q=0.2', 'application/atom+xml'])).toBe('/atom.xml');
  });

  test.each([
    ['/tags/tea/feed', '/tags/tea/feed.json'],
    ['/sections/news/feed', '/sections/news/feed.json'],
    ['/authors/ada/feed', '/authors/ada/feed.json'],
    ['/languages/pt-br/feed', '/languages/pt-br/feed.json'],
    ['/tags/tea/archive/p1/feed', '/tags/tea/archive/p1/feed.json'],
    ['/archive/p1/feed', '/archive/p1/feed.json'],
  ])('%s works in every feed folder', (uri, held) => {
    expect(destination(uri, { headers: { accept: 'application/json' } })).toBe(held);
  });

  test('marks the request as negotiated, and nobody else can', () => {
    expect(viewerRequest('/feed').request?.headers['x-dropwire-negotiated']).toEqual({ value: 'accept' });
    const forged = viewerRequest('/rss.xml', { headers: { 'x-dropwire-negotiated': 'accept' } });
    expect(forged.request?.headers).not.toHaveProperty('x-dropwire-negotiated');
  });

  test('always finds one of the four documents', () => {
    fc.assert(
      fc.property(fc.string(), (accept) => {
        expect(['/rss.xml', '/atom.xml', '/feed.json', '/index.html']).toContain(chosen(accept));
      }),
    );
  });
});

describe('methods', () => {
  test('HEAD is treated as GET', () => {
    expect(destination('/', { method: 'HEAD' })).toBe('/index.html');
  });

  test('OPTIONS is answered at once, with the cross-origin rules that everything else has', () => {
    const { response } = viewerRequest('/feed.json', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    });
    expect(response?.statusCode).toBe(204);
    expect(response?.headers).toMatchObject({
      'access-control-allow-origin': { value: cors.allowOrigin },
      'access-control-allow-methods': { value: allowedMethods.join(', ') },
      'access-control-allow-headers': { value: cors.allowHeaders },
      'access-control-max-age': { value: String(cors.maxAgeSeconds) },
    });
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'])('%s is refused', (method) => {
    const { response } = viewerRequest('/feed.json', { method });
    expect(response?.statusCode).toBe(405);
    expect(response?.headers.allow).toEqual({ value: allowedMethods.join(', ') });
  });
});
