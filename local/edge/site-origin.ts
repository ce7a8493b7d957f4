import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { nameOf, statusOf } from '../../shared/clients.ts';
import { DropwireError } from '../../shared/errors.ts';

/** The origin could not answer. `status` is what the reader gets: 502, 503 or 504. */
export class OriginError extends DropwireError {
  readonly status: number;

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.status = status;
  }
}

/** An object of the site bucket on its way. Whoever gets one reads or destroys its body. */
export interface OriginObject {
  kind: 'object';
  /** As S3 sends them, in lower case; user metadata as `x-amz-meta-*`. */
  headers: Record<string, string>;
  /** Bytes in `body`. */
  length: number;
  body: Readable;
}

/** `changed`: not the object that was demanded. `missing`: 404, or 403 as S3 says it where listing isn't granted. */
export type OriginAnswer = OriginObject | { kind: 'changed' } | { kind: 'missing' };

export interface OriginConditions {
  /** Entity tag that the object must have: answers `changed` when it has another one. */
  only?: string;
  /** First and last byte, counted from 0. */
  range?: { first: number; last: number };
}

/** Reads the site bucket as CloudFront does with origin access control: objects and nothing else. */
export class SiteOrigin {
  readonly #s3: Pick<S3Client, 'send'>;
  readonly #bucket: string;
  readonly #timeoutMs: number;

  constructor(s3: Pick<S3Client, 'send'>, bucket: string, timeoutMs: number) {
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#timeoutMs = timeoutMs;
  }

  /** @param key not encoded. @throws OriginError */
  async get(key: string, conditions: OriginConditions = {}): Promise<OriginAnswer> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      IfMatch: conditions.only,
      Range: conditions.range && `bytes=${conditions.range.first}-${conditions.range.last}`,
    });
    return this.#timed(
      async (abortSignal) => toObject(await this.#s3.send(command, { abortSignal })),
      (error, timedOut) => failure(error, timedOut),
    );
  }

  /** The headers of an object, in the form of `get`; undefined when only `get` can tell what is the matter. */
  async headersOf(key: string): Promise<Record<string, string> | undefined> {
    const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: key });
    return this.#timed(
      async (abortSignal) => toHeaders(await this.#s3.send(command, { abortSignal })),
      // S3 says nothing but a status here.
      () => undefined,
    );
  }

  /** All bytes of an object that `get` returned. @throws OriginError when they stop coming */
  async contentOf(object: OriginObject): Promise<Buffer> {
    try {
      return await buffer(addAbortSignal(AbortSignal.timeout(this.#timeoutMs), object.body));
    } catch (cause) {
      throw new OriginError('origin-failed', 502, 'The site bucket broke an answer off.', { cause });
    }
  }

  /** The time limit is for the head of the answer: how long a body takes depends on the reader. */
  async #timed<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    failed: (error: unknown, timedOut: boolean) => T,
  ): Promise<T> {
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), this.#timeoutMs);
    try {
      return await ask(timer.signal);
    } catch (error) {
      return failed(error, timer.signal.aborted);
    } finally {
      clearTimeout(timeout);
    }
  }
}

function failure(cause: unknown, timedOut: boolean): OriginAnswer {
  const status = statusOf(cause);
  if (status === 412) return { kind: 'changed' };
  // An object that was cut short since it was looked up.
  if (status === 416) return { kind: 'changed' };
  if (status === 404 && nameOf(cause) !== 'NoSuchBucket') return { kind: 'missing' };
  if (status === 403 && nameOf(cause) === 'AccessDenied') return { kind: 'missing' };
  if (timedOut) {
    throw new OriginError('origin-timeout', 504, 'The site bucket did not answer in time.', { cause });
  }
  if (status === 503 || status === 429) {
    throw new OriginError('origin-busy', 503, 'The site bucket is too busy just now.', { cause });
  }
  throw new OriginError(
    'origin-failed',
    502,
    'The site bucket cannot be read: see whether the S3 server runs.',
    {
      cause,
    },
  );
}

function toObject(output: GetObjectCommandOutput): OriginObject {
  const { Body: body, ContentLength: length } = output;
  if (body === undefined || length === undefined || !('pipe' in body)) {
    throw new OriginError('origin-failed', 502, 'The site bucket answered without a body or its length.');
  }
  return { kind: 'object', headers: toHeaders(output), length, body: body as Readable };
}

function toHeaders(output: GetObjectCommandOutput | HeadObjectCommandOutput): Record<string, string> {
  const headers: Record<string, string> = {};
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') headers[name] = value;
  };
  add('content-type', output.ContentType);
  add('etag', output.ETag);
  add('last-modified', output.LastModified?.toUTCString());
  add('cache-control', output.CacheControl);
  add('content-encoding', output.ContentEncoding);
  add('content-language', output.ContentLanguage);
  add('content-disposition', output.ContentDisposition);
  add('expires', output.ExpiresString);
  add('accept-ranges', 'bytes');
  for (const [name, value] of Object.entries(output.Metadata ?? {}))
    add(`x-amz-meta-${name.toLowerCase()}`, value);
  return headers;
}
