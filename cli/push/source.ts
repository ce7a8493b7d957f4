import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readContent } from '../../local/mirror/folder.ts';

/** Bytes of a part of a multipart upload; larger content is sent in parts (Amazon S3 user guide: 5 MiB at least). */
export const partBytes = 16 * 1024 * 1024;

/** Content that is to be uploaded. */
export interface Content {
  /** The ETag that S3 gives it, with quotes: its MD5, or that of its parts' MD5s with their number. */
  etag: string;
  size: number;
  /** A new body for each attempt. */
  body(): Uint8Array | ReturnType<typeof createReadStream>;
}

/** One upload that is to be made. */
export interface Source {
  /** What to call it before a person: the file's name as given. */
  name: string;
  key: string;
  /** Reads it; called once, just before it is needed. */
  read(): Promise<Content>;
  /** User metadata of the object. */
  metadata?: Record<string, string>;
}

/** A file's content. @param size as it was listed; decides whether it is held in memory */
export async function fileContent(path: string, size: number): Promise<Content> {
  if (size <= partBytes) {
    const { md5, ...content } = await readContent(path, size);
    return { etag: `"${md5}"`, ...content };
  }
  const parts: Buffer[] = [];
  let part = createHash('md5');
  let inPart = 0;
  let read = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let rest = chunk; rest.length > 0; ) {
      const taken = rest.subarray(0, partBytes - inPart);
      part.update(taken);
      inPart += taken.length;
      rest = rest.subarray(taken.length);
      if (inPart < partBytes) continue;
      parts.push(part.digest());
      part = createHash('md5');
      inPart = 0;
    }
    read += chunk.length;
  }
  if (inPart > 0) parts.push(part.digest());
  const whole = createHash('md5').update(Buffer.concat(parts)).digest('hex');
  const etag = `"${whole}-${parts.length}"`;
  return { etag, size: read, body: () => createReadStream(path, { end: read - 1 }) };
}

/** Content that is in memory. */
export function textContent(text: string): Content {
  const bytes = Buffer.from(text);
  const md5 = createHash('md5').update(bytes).digest('hex');
  return { etag: `"${md5}"`, size: bytes.length, body: () => bytes };
}
