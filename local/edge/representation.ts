import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { compressibleBytes, compressibleTypes } from '../../shared/edge/headers.ts';
import type { SiteObject } from './site-cache.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Compressions that CloudFront offers. */
export type ContentCoding = 'br' | 'gzip';

/**
 * The compression that CloudFront chooses: Brotli before gzip, whatever the client prefers; none for clients that
 * don't name either (a bare `*` included) and for HTTP/1.0 (AWS, "Serve compressed files").
 */
export function acceptedCoding(
  acceptEncoding: string | undefined,
  httpVersion: string,
): ContentCoding | undefined {
  if (acceptEncoding === undefined || httpVersion === '1.0') return undefined;
  let accepted: ContentCoding | undefined;
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter))) continue;
    if (coding === 'br') return 'br';
    if (coding === 'gzip') accepted = 'gzip';
  }
  return accepted;
}

/** Whether CloudFront compresses the object: a listed type, within the size limits, not encoded already. */
export function isCompressible({ headers, length }: Pick<SiteObject, 'headers' | 'length'>): boolean {
  if (length < compressibleBytes.minimum || length > compressibleBytes.maximum) return false;
  if (headers['content-encoding'] !== undefined) return false;
  const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
  return compressibleTypes.has(type.trim().toLowerCase());
}

/** The object's bytes in that coding, made once for each content and remembered with it. */
export function encodedBytes(object: SiteObject, bytes: Buffer, coding: ContentCoding): Promise<Buffer> {
  const made = object.encoded.get(coding);
  if (made) return made;
  const making =
    coding === 'gzip'
      ? gzipped(bytes)
      : brotli(bytes, {
          // Level 11, the default, takes seconds for a megabyte.
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        });
  object.encoded.set(coding, making);
  making.catch(() => object.encoded.delete(coding));
  return making;
}

/** What CloudFront makes of an entity tag when it compresses: weak, and none where the origin's is malformed. */
export function weakened(etag: string): string {
  if (etag.startsWith('W/')) return etag;
  return etag.startsWith('"') ? `W/${etag}` : '';
}
