import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { checkBucketName } from '../../../../local/s3/buckets.ts';
import { checkRead, matches } from '../../../../local/s3/conditions.ts';
import { decodeUri, encodeForm, encodeUri, parseQuery } from '../../../../local/s3/encoding.ts';
import { sequencer } from '../../../../local/s3/event-message.ts';
import { parseCopySource } from '../../../../local/s3/operations/copy-object.ts';
import { parseRange } from '../../../../local/s3/operations/get-object.ts';
import {
  canonicalRequest,
  parseAmzDate,
  sign,
  signingKey,
  stringToSign,
} from '../../../../local/s3/sigv4.ts';
import { parseTaggingHeader } from '../../../../local/s3/tags.ts';
import { childrenNamed, childText, parseXml, renderXml } from '../../../../local/s3/xml.ts';

const anyText = fc.string({ unit: 'binary' });

describe('encoding', () => {
  test('percent-encoding and form-encoding are undone by their decoders', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeUri(encodeUri(text))).toBe(text);
        expect(encodeUri(text)).toMatch(/^[A-Za-z0-9\-._~%]*$/);
        expect(new URLSearchParams(`k=${encodeForm(text)}`).get('k')).toBe(text);
      }),
    );
    expect(encodeForm('a/b c+d(1)~é*.md')).toBe('a/b+c%2Bd%281%29%7E%C3%A9*.md');
  });

  test('queries', () => {
    expect(parseQuery('versions&prefix=a%2Fb&x=1=2&&e=')).toEqual([
      ['versions', ''],
      ['prefix', 'a/b'],
      ['x', '1=2'],
      ['e', ''],
    ]);
    expect(() => parseQuery('a=%FF')).toThrow(expect.objectContaining({ code: 'InvalidURI' }));
  });

  test('copy sources', () => {
    expect(parseCopySource('/b/a%20%2B/x?versionId=v.1')).toEqual({
      bucket: 'b',
      key: 'a +/x',
      versionId: 'v.1',
    });
    expect(parseCopySource('b/what%3FversionId=2')).toEqual({
      bucket: 'b',
      key: 'what?versionId=2',
      versionId: undefined,
    });
    expect(() => parseCopySource('bucket-only')).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    );
  });
});

describe('XML', () => {
  test('what is written, a strict parser of others reads back', () => {
    const allowed = fc.string({
      unit: fc
        .integer({ min: 0x20, max: 0xfffd })
        .filter((c) => c < 0xd800 || c > 0xdfff)
        .map((c) => String.fromCharCode(c)),
    });
    fc.assert(
      fc.property(allowed, (key) => {
        let text = '';
        const parser = new SaxesParser();
        parser.on('text', (part) => {
          text += part;
        });
        parser.write(renderXml('R', { Key: key }).replace(/^.*\n/, '')).close();
        expect(text).toBe(key);
        expect(childText(parseXml(renderXml('R', { Key: [key, 'x'] }), 'R'), 'Key')).toBe(key);
      }),
    );
    expect(renderXml('R', { K: '\r\u0001' })).toContain('<K>&#xd;&#x1;</K>');
  });

  test('requests: namespaces are left out, other roots, entities and broken documents are refused', () => {
    const root = parseXml(
      '<s:Delete xmlns:s="x"><s:Object><s:Key> a&amp;b </s:Key></s:Object></s:Delete>',
      'Delete',
    );
    expect(childrenNamed(root, 'Object').map((object) => childText(object, 'Key'))).toEqual([' a&b ']);
    for (const source of [
      '',
      '<Other/>',
      '<Delete>',
      'text',
      '<!DOCTYPE a [<!ENTITY b "c">]><Delete>&b;</Delete>',
    ]) {
      expect(() => parseXml(source, 'Delete')).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
    }
  });
});

describe('signature version 4', () => {
  const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', date: '20130524', region: 'us-east-1', service: 's3' };
  const key = signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope);
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const signed = (path: string, queryPairs: [string, string][], more: [string, string][]) => {
    const headers = new Map<string, string>([
      ['host', 'examplebucket.s3.amazonaws.com'],
      ['x-amz-content-sha256', empty],
      ['x-amz-date', '20130524T000000Z'],
      ...more,
    ]);
    const signedHeaders = [...headers.keys()].sort();
    const canonical = canonicalRequest({
      method: 'GET',
      path,
      queryPairs,
      headers,
      signedHeaders,
      payloadHash: empty,
    });
    return sign(key, stringToSign('20130524T000000Z', scope, canonical));
  };

  // The examples of the S3 API reference, "Examples: Signature calculations".
  test('the examples of the documentation', () => {
    expect(signed('/test.txt', [], [['range', 'bytes=0-9']])).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    expect(signed('/', [['lifecycle', '']], [])).toBe(
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    expect(
      signed(
        '/',
        [
          ['prefix', 'J'],
          ['max-keys', '2'],
        ],
        [],
      ),
    ).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  test('dates', () => {
    expect(parseAmzDate('20130524T000000Z')).toBe(Date.UTC(2013, 4, 24));
    expect(parseAmzDate('20131324T000000Z')).toBeUndefined();
    expect(parseAmzDate('2013-05-24')).toBeUndefined();
  });
});

describe('headers', () => {
  test.each([
    ['bytes=0-0', 10, { start: 0, end: 0 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=3-2', 10, undefined],
    ['bytes=-', 10, undefined],
    ['bytes=0-1,4-5', 10, undefined],
    [undefined, 10, undefined],
  ])('range %s of %d bytes', (header, size, range) => {
    expect(parseRange(header, size)).toEqual(range);
  });

  test('a range of nothing is refused', () => {
    for (const header of ['bytes=10-', 'bytes=-0']) {
      expect(() => parseRange(header, 10)).toThrow(expect.objectContaining({ status: 416 }));
    }
  });

  test('entity tags in every spelling that clients use', () => {
    for (const list of ['"abc"', 'abc', 'W/"abc"', '"x", "abc"', '*'])
      expect(matches(list, 'abc')).toBe(true);
    for (const list of ['"abcd"', 'ab', '']) expect(matches(list, 'abc')).toBe(false);
    const headers = new Map([['x-amz-copy-source-if-none-match', '"abc"']]);
    expect(() => checkRead(headers, { etag: 'abc', modified: 0 }, 'x-amz-copy-source-')).toThrow(
      expect.objectContaining({ status: 412 }),
    );
  });

  test('tags', () => {
    expect(parseTaggingHeader('a=1&b+c=d%2Be&__proto__=x')).toEqual([
      { key: 'a', value: '1' },
      { key: 'b c', value: 'd+e' },
      { key: '__proto__', value: 'x' },
    ]);
    expect(() => parseTaggingHeader('a=1&a=2')).toThrow(expect.objectContaining({ code: 'InvalidTag' }));
  });

  test('sequencers sort as the numbers they are made of', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(sequencer(a) < sequencer(b)).toBe(a < b);
      }),
    );
    expect(sequencer(255)).toBe('0000000000000000FF');
  });

  test('bucket names', () => {
    for (const name of ['abc', 'a.b-c.1', '0'.repeat(63)]) expect(() => checkBucketName(name)).not.toThrow();
    for (const name of ['ab', 'a'.repeat(64), 'A-b', 'a..b', '.ab', 'ab-', '1.2.3.4', 'xn--abc', 'a_b']) {
      expect(() => checkBucketName(name)).toThrow(expect.objectContaining({ code: 'InvalidBucketName' }));
    }
  });
});
