import { brotliCompress, constants, gzip } from 'node:zlib';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type S3, statusOf } from '../../shared/clients.ts';
import { compressibleBytes, compressibleTypes } from '../../shared/edge/headers.ts';
import { promisify } from '../../shared/node-util.ts';
import {
  cacheControlOf,
  compressedCopyKey,
  copyCodings,
  storedContentTypeOf,
} from '../../shared/resources/object-keys.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Whether CloudFront leaves a document as it is for its size alone: then the publisher compresses it. */
export function needsCopies(key: string, body: string | Uint8Array): boolean {
  // A UTF-16 unit takes three bytes at most: most documents are known to be small without being measured.
  if (body.length <= compressibleBytes.maximum / 3) return false;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const [type = ''] = storedContentTypeOf(key).split(';');
  return bytes > compressibleBytes.maximum && compressibleTypes.has(type);
}

/**
 * Compressed copies of documents too large for CloudFront to compress. A copy is named by its document's key and ETag,
 * so that it never changes, and a client that was sent to one gets what it was promised, whatever is written meanwhile.
 */
export class CompressedCopies {
  readonly #s3: S3;
  readonly #bucket: string;

  constructor(s3: S3, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** Writes the copies of a document, before the document itself. @param etag that the document will have */
  async put(key: string, etag: string, body: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(body);
    for (const coding of copyCodings) {
      const copy = coding === 'gzip' ? await gzipped(bytes) : await brotli(bytes, brotliOptions(bytes));
      await this.#s3.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: compressedCopyKey(key, etag, coding),
          Body: copy,
          ContentEncoding: coding,
          ContentType: storedContentTypeOf(key),
          CacheControl: cacheControlOf(key),
        }),
      );
    }
  }

  /** Writes those that are missing of a document's copies. */
  async complete(key: string, etag: string, body: string | Uint8Array): Promise<void> {
    const there = await Promise.all(
      copyCodings.map((coding) => this.#exists(compressedCopyKey(key, etag, coding))),
    );
    if (there.includes(false)) await this.put(key, etag, body);
  }

  /** Removes the copies of a document that is no more. */
  async remove(key: string, etag: string): Promise<void> {
    for (const coding of copyCodings) await this.removeOne(compressedCopyKey(key, etag, coding));
  }

  async removeOne(copyKey: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: copyKey }));
  }

  async #exists(key: string): Promise<boolean> {
    try {
      await this.#s3.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
      return true;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return false;
    }
  }
}

/** Level 5 makes a feed as small as gzip's best in a tenth of the time that level 11, the default, takes. */
const brotliOptions = (bytes: Buffer) => ({
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
});
