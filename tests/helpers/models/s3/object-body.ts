import { s3Error } from '../service-error.ts';

/** What the SDK hands out as `Body`, as far as it is used: read once, as bytes or as text, or in chunks. */
export function objectBody(bytes: Uint8Array) {
  let read = false;
  const once = (): Uint8Array => {
    // A response stream can be consumed only once; the SDK throws the same way.
    if (read) throw new Error('The stream has already been transformed.');
    read = true;
    return new Uint8Array(bytes);
  };
  return {
    transformToByteArray: async (): Promise<Uint8Array> => once(),
    transformToString: async (encoding: BufferEncoding = 'utf8'): Promise<string> =>
      Buffer.from(once()).toString(encoding),
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
      yield once();
    },
  };
}

/** Bytes of a request's body. Streams are left to the real servers. */
export function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw s3Error('NotImplemented', 501, 'The model takes strings and byte arrays.');
}
