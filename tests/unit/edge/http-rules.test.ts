import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseRange } from '../../../local/edge/byte-range.ts';
import { isNotModified, rangeStillApplies } from '../../../local/edge/conditional-request.ts';
import { acceptedCoding, isCompressible, weakened } from '../../../local/edge/representation.ts';
import { compressibleBytes } from '../../../shared/edge/headers.ts';

describe('conditions', () => {
  const modified = 'Thu, 05 Mar 2026 10:00:00 GMT';
  const later = 'Thu, 05 Mar 2026 10:00:01 GMT';
  const earlier = 'Thu, 05 Mar 2026 09:59:59 GMT';

  test.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"b", W/"a"', 'W/"a"', true],
    ['"x,y", "b"', '"b"', true],
    ['"b"', '"a"', false],
    ['a', '"a"', false],
    ['*', '"a"', true],
    ['"a"', '', false],
  ])('If-None-Match %s against %s: %s', (ifNoneMatch, etag, same) => {
    expect(isNotModified({ ifNoneMatch, ifModifiedSince: undefined }, etag, undefined)).toBe(same);
  });

  test.each([
    [modified, true],
    [later, true],
    [earlier, false],
    ['yesterday', false],
  ])('If-Modified-Since %s: %s', (ifModifiedSince, same) => {
    expect(isNotModified({ ifNoneMatch: undefined, ifModifiedSince }, '"a"', modified)).toBe(same);
  });

  test('If-None-Match decides when both are sent', () => {
    expect(isNotModified({ ifNoneMatch: '"b"', ifModifiedSince: later }, '"a"', modified)).toBe(false);
  });

  test.each([
    [undefined, true],
    ['"a"', true],
    ['"b"', false],
    ['W/"a"', false],
    [modified, true],
    [later, false],
  ])('If-Range %s: %s', (ifRange, applies) => {
    expect(rangeStillApplies(ifRange, '"a"', modified)).toBe(applies);
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=2-', { first: 2, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-30', { first: 0, last: 9 }],
    ['bytes=8-99', { first: 8, last: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['lines=1-2', undefined],
    [undefined, undefined],
  ])('%s of ten bytes', (header, range) => {
    expect(parseRange(header, 10)).toEqual(range);
  });

  test('never reach outside the content', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1000 }), (first, last, length) => {
        const range = parseRange(`bytes=${first}-${last}`, length);
        if (range === undefined || range === 'unsatisfiable') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeLessThan(length);
        expect(range.first).toBeLessThanOrEqual(range.last);
      }),
    );
  });
});

describe('compression', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['*', undefined],
    ['deflate', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip;q=1', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['GZIP ; q=0.5', 'gzip'],
    ['gzip;q=0.000', undefined],
  ])('Accept-Encoding %j gives %s', (header, coding) => {
    expect(acceptedCoding(header, '1.1')).toBe(coding);
  });

  test('is not for HTTP/1.0', () => {
    expect(acceptedCoding('gzip, br', '1.0')).toBeUndefined();
  });

  const { minimum, maximum } = compressibleBytes;
  test.each([
    [minimum, 'text/html; charset=utf-8', undefined, true],
    [minimum - 1, 'text/html; charset=utf-8', undefined, false],
    [maximum, 'application/json', undefined, true],
    [maximum + 1, 'application/json', undefined, false],
    [minimum, 'TEXT/HTML', undefined, true],
    [minimum, 'application/feed+json', undefined, false],
    [minimum, 'text/markdown', undefined, false],
    [minimum, 'image/png', undefined, false],
    [minimum, 'text/html', 'br', false],
    [minimum, undefined, undefined, false],
  ])('%d bytes of %s, encoded %s: %s', (length, type, encoding, compressible) => {
    const headers: Record<string, string> = {};
    if (type !== undefined) headers['content-type'] = type;
    if (encoding !== undefined) headers['content-encoding'] = encoding;
    expect(isCompressible({ headers, length })).toBe(compressible);
  });

  test.each([
    ['"a"', 'W/"a"'],
    ['W/"a"', 'W/"a"'],
    ['a', ''],
  ])('makes the entity tag %s %j', (etag, weak) => {
    expect(weakened(etag)).toBe(weak);
  });
});
