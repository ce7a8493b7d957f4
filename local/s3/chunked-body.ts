import { createHash } from 'node:crypto';
import type { VerifiedSignature } from './authenticate.ts';
import { S3Error } from './errors.ts';
import { sameSignature, scopeText, sha256Hex, sign } from './sigv4.ts';

/** How a body is framed, as x-amz-content-sha256 says. */
export interface ChunkedFraming {
  /** Each chunk carries a signature that continues the request's. */
  signed: boolean;
  /** Header fields (checksums) follow the last chunk. */
  trailer: boolean;
}

/** The framings of aws-chunked bodies (S3 API reference, "Signature calculations … chunked upload"). */
export const chunkedFramings: Readonly<Record<string, ChunkedFraming>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
};

const longestLine = 16 * 1024;
const emptyHash = sha256Hex('');

const malformed = (message: string): S3Error =>
  new S3Error(400, 'InvalidRequest', `The aws-chunked body is malformed: ${message}`);
const incomplete = (): S3Error => new S3Error(400, 'IncompleteBody', 'The body ended before its last chunk.');
const badSignature = (): S3Error =>
  new S3Error(403, 'SignatureDoesNotMatch', 'The signature of a chunk is not the one we calculate.');

/**
 * Takes the aws-chunked framing off a body, verifying chunk and trailer signatures as they come.
 * Data is handed on before its signature is known: nothing may be kept unless the whole iteration succeeds.
 * @param trailers receives the fields that follow the last chunk, names in lower case
 * @throws S3Error `SignatureDoesNotMatch`, `IncompleteBody`, `InvalidRequest`
 */
export async function* decodeChunked(
  source: AsyncIterable<Uint8Array>,
  framing: ChunkedFraming,
  signature: VerifiedSignature,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  let previous = signature.signature;
  const verify = (provided: string | undefined, kind: 'PAYLOAD' | 'TRAILER', hashes: string[]) => {
    const text = [
      `AWS4-HMAC-SHA256-${kind}`,
      signature.time,
      scopeText(signature.scope),
      previous,
      ...hashes,
    ];
    const expected = sign(signature.key, text.join('\n'));
    if (!sameSignature(provided ?? '', expected)) throw badSignature();
    previous = expected;
  };

  for (;;) {
    const head = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?\s*$/i.exec(await reader.line());
    if (!head) throw malformed('a chunk has to start with its size in hex.');
    const size = Number.parseInt(head[1] ?? '', 16);
    const hash = framing.signed ? createHash('sha256') : undefined;
    for await (const part of reader.take(size)) {
      hash?.update(part);
      yield part;
    }
    if (hash) verify(head[2], 'PAYLOAD', [emptyHash, hash.digest('hex')]);
    if (size === 0) break;
    if ((await reader.line()) !== '') throw malformed('a chunk is longer than it says.');
  }
  if (!framing.trailer) return;

  let signedText = '';
  let trailerSignature: string | undefined;
  for (let line = await reader.line(true); line !== ''; line = await reader.line(true)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('a trailer field lacks its colon.');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') trailerSignature = value;
    else {
      trailers.set(name, value);
      signedText += `${name}:${value}\n`;
    }
  }
  if (framing.signed) verify(trailerSignature, 'TRAILER', [sha256Hex(signedText)]);
}

/** Lines and counted stretches of a byte stream. */
class ByteReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  /** The next line without its line end. @param endIsEmpty at the end of the stream answer '' instead of throwing */
  async line(endIsEmpty = false): Promise<string> {
    for (;;) {
      const end = this.pending.indexOf(0x0a);
      if (end >= 0) {
        const line = this.pending.toString('latin1', 0, end);
        this.pending = this.pending.subarray(end + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.pending.length > longestLine) throw malformed('a line is too long.');
      if (!(await this.more())) {
        if (endIsEmpty && this.pending.length === 0) return '';
        throw incomplete();
      }
    }
  }

  async *take(size: number): AsyncGenerator<Uint8Array> {
    let left = size;
    while (left > 0) {
      if (this.pending.length === 0 && !(await this.more())) throw incomplete();
      const part = this.pending.subarray(0, left);
      this.pending = this.pending.subarray(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }

  private async more(): Promise<boolean> {
    const next = await this.iterator.next();
    if (next.done) return false;
    this.pending =
      this.pending.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.pending, next.value]);
    return true;
  }
}
