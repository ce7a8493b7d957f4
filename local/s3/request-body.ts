import { discard, type ReceivedBody, takeIn } from './body-intake.ts';
import { type ChecksumName, isChecksumName, type StoredChecksum, statedChecksum } from './checksums.ts';
import { chunkedFramings, decodeChunked } from './chunked-body.ts';
import { S3Error } from './errors.ts';
import { namedChecksum } from './object-headers.ts';
import type { S3Call } from './service.ts';

/** Largest object of one PUT, and largest part (S3 user guide, "Uploading objects"). */
export const largestPut = 5 * 1024 ** 3;
const largestDocument = 8 * 1024 ** 2;

/** A body that is what its request says: length, hashes and signatures agree. */
export interface VerifiedBody extends ReceivedBody {
  checksum: StoredChecksum | undefined;
}

/**
 * Takes in the body of an upload and holds it against everything the request states of it.
 * @param fallback the checksum to calculate when the request states none
 * @throws S3Error `BadDigest`, `XAmzContentSHA256Mismatch`, `IncompleteBody`, `MissingContentLength`, `EntityTooLarge`…
 */
export async function receiveObject(
  call: S3Call,
  options: { limit: number; alwaysFile?: boolean; fallback?: ChecksumName },
): Promise<VerifiedBody> {
  const { headers, message } = call.request;
  const { payloadHash } = call.signature;
  const framing = chunkedFramings[payloadHash];
  const expected = expectedLength(headers, framing !== undefined);
  if (expected > options.limit) {
    throw new S3Error(
      400,
      'EntityTooLarge',
      `The object is larger than the ${options.limit} bytes allowed.`,
      {
        details: { ProposedSize: expected, MaxSizeAllowed: options.limit },
      },
    );
  }
  const md5 = statedMd5(headers);
  const stated = statedChecksum(headers);
  const trailerName = headers.get('x-amz-trailer')?.trim().toLowerCase().replace('x-amz-checksum-', '');
  const trailing = trailerName !== undefined && isChecksumName(trailerName) ? trailerName : undefined;
  const name = stated?.name ?? trailing ?? namedChecksum(headers) ?? options.fallback;
  const trailers = new Map<string, string>();
  const source = framing ? decodeChunked(message, framing, call.signature, trailers) : message;

  const received = await takeIn(whole(source), call.service.files, {
    limit: options.limit,
    checksums: name ? [name] : [],
    sha256: /^[0-9a-f]{64}$/.test(payloadHash),
    alwaysFile: options.alwaysFile,
  });
  try {
    if (received.size !== expected) {
      throw new S3Error(
        400,
        'IncompleteBody',
        `The body has ${received.size} bytes where ${expected} were announced.`,
      );
    }
    checkPayloadHash(payloadHash, received.sha256, framing !== undefined);
    if (md5 !== undefined && md5 !== received.md5) throw badDigest('Content-MD5');
    if (!name) return { ...received, checksum: undefined };
    const value = received.checksums.get(name) ?? '';
    const claimed = stated?.value ?? (trailing && trailers.get(`x-amz-checksum-${trailing}`));
    if (claimed !== undefined && claimed !== value) throw badDigest(name.toUpperCase());
    if (trailing && claimed === undefined) {
      throw new S3Error(
        400,
        'MalformedTrailerError',
        'The trailer that x-amz-trailer announces did not come.',
      );
    }
    return { ...received, checksum: { name, value, type: 'FULL_OBJECT' } };
  } catch (error) {
    discard(call.service.files, received.body);
    throw error;
  }
}

/** Reads the whole body of a request whose body is an XML document. */
export async function receiveDocument(call: S3Call): Promise<string> {
  const { headers } = call.request;
  const options = { limit: largestDocument };
  if (!headers.has('content-length') && !headers.has('x-amz-decoded-content-length')) return '';
  const { body } = await receiveObject(call, options);
  try {
    const chunks: Uint8Array[] = body.inline ? [body.inline] : [];
    const size = body.segments.reduce((sum, segment) => sum + segment.size, 0);
    for await (const chunk of call.service.files.read(body.segments, 0, size - 1)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    discard(call.service.files, body);
  }
}

function expectedLength(headers: ReadonlyMap<string, string>, chunked: boolean): number {
  const text = headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (text === undefined) {
    throw new S3Error(
      411,
      'MissingContentLength',
      'State the length of the body (Content-Length, or x-amz-decoded-content-length).',
    );
  }
  const length = Number(text);
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new S3Error(400, 'InvalidArgument', 'The length of the body has to be a whole number.');
  }
  return length;
}

/** @returns hex */
function statedMd5(headers: ReadonlyMap<string, string>): string | undefined {
  const text = headers.get('content-md5');
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16)
    throw new S3Error(400, 'InvalidDigest', 'Content-MD5 has to be the base64 of 16 bytes.');
  return bytes.toString('hex');
}

function checkPayloadHash(stated: string, actual: string | undefined, chunked: boolean): void {
  if (chunked || stated === 'UNSIGNED-PAYLOAD') return;
  if (actual === undefined) {
    throw new S3Error(
      400,
      'InvalidArgument',
      'x-amz-content-sha256 has to be UNSIGNED-PAYLOAD, a SHA-256 in hex or a STREAMING- word.',
    );
  }
  if (actual !== stated) {
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      'x-amz-content-sha256 is not the SHA-256 of the body.',
      {
        details: { ClientComputedContentSHA256: stated, S3ComputedContentSHA256: actual },
      },
    );
  }
}

const badDigest = (what: string): S3Error =>
  new S3Error(400, 'BadDigest', `The ${what} you specified did not match the body that arrived.`);

/** A body that breaks off throws, so that its beginning is never taken for the whole. */
async function* whole(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    if (cause instanceof S3Error) throw cause;
    throw new S3Error(400, 'IncompleteBody', 'The connection ended before the body did.', { cause });
  }
}
