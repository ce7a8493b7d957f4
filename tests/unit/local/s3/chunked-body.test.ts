import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { VerifiedSignature } from '../../../../local/s3/authenticate.ts';
import { chunkedFramings, decodeChunked } from '../../../../local/s3/chunked-body.ts';
import { signingKey } from '../../../../local/s3/sigv4.ts';

const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', date: '20130524', region: 'us-east-1', service: 's3' };

/** The example of the S3 API reference, "Signature calculations … including trailing headers". */
const signature: VerifiedSignature = {
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  scope,
  time: '20130524T000000Z',
  signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
};
const example = [
  '10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n',
  'a'.repeat(65_536),
  '\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n',
  'a'.repeat(1024),
  '\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
  'x-amz-checksum-crc32c:sOO8/Q==\r\n',
  'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
].join('');

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let rest = Buffer.from(text, 'latin1');
  for (let i = 0; rest.length > 0; i++) {
    const size = sizes[i % sizes.length] ?? rest.length;
    yield rest.subarray(0, size);
    rest = rest.subarray(size);
  }
}

async function decode(text: string, payloadHash: string, sizes: readonly number[] = [4096]) {
  const framing = chunkedFramings[payloadHash];
  if (!framing) throw new Error(`unknown framing ${payloadHash}`);
  const trailers = new Map<string, string>();
  const parts: Uint8Array[] = [];
  for await (const part of decodeChunked(cut(text, sizes), framing, signature, trailers)) parts.push(part);
  return { data: Buffer.concat(parts).toString('latin1'), trailers };
}

const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const unsigned = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

describe('signed chunks with a signed trailer', () => {
  test('the example of the documentation verifies', async () => {
    const { data, trailers } = await decode(example, signed);
    expect(data).toBe('a'.repeat(66_560));
    expect([...trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']]);
  });

  test.each([
    ['a changed trailer', (text: string) => text.replace('sOO8', 'sOO9')],
    ['a changed trailer signature', (text: string) => text.replace('d81f', 'd81e')],
    ['no trailer signature', (text: string) => text.replace(/x-amz-trailer-signature:.*\r\n/, '')],
    ['a chunk signature left out', (text: string) => text.replace(/400;chunk-signature=[0-9a-f]+/, '400')],
    ['a changed byte', (text: string) => text.replace('aa\r\n', 'ab\r\n')],
  ])('%s is refused', async (_, change) => {
    await expect(decode(change(example), signed)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

describe('unsigned chunks with a trailer', () => {
  test('any data in any chunks, cut anywhere, comes back', async () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(text),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (chunks, sizes) => {
          const framed = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
          const { data, trailers } = await decode(
            `${framed}0\r\nX-Amz-Checksum-CRC32: AAAAAA==\r\n\r\n`,
            unsigned,
            sizes,
          );
          expect(data).toBe(chunks.join(''));
          expect(trailers.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing at all', '', 'IncompleteBody'],
    ['a chunk that breaks off', '5\r\nabc', 'IncompleteBody'],
    ['no last chunk', '3\r\nabc\r\n', 'IncompleteBody'],
    ['a size that is none', 'zz\r\nabc\r\n', 'InvalidRequest'],
    ['a chunk longer than it says', '2\r\nabc\r\n0\r\n\r\n', 'InvalidRequest'],
    ['an endless line', 'a'.repeat(100_000), 'InvalidRequest'],
  ])('%s is refused', async (_, body, code) => {
    await expect(decode(body, unsigned)).rejects.toMatchObject({ code });
  });
});
