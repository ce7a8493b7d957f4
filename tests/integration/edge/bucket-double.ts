import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

interface Stored {
  bytes: Buffer;
  headers: Record<string, string>;
}

export type Misbehaviour = 'busy' | 'broken' | 'silent' | 'cut-off' | undefined;

/** GetObject and HeadObject of one bucket, as S3 answers it over HTTP, with failures to order and a record of what was asked. */
export class BucketDouble {
  readonly requests: { method: string; key: string; status: number }[] = [];
  misbehaviour: Misbehaviour;
  /** Awaited before each answer. */
  gate: Promise<void> = Promise.resolve();
  readonly #objects = new Map<string, Stored>();
  readonly #listeners = new Set<(key: string) => void>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #modified = Date.UTC(2026, 2, 5, 10);

  async start(): Promise<S3Client> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** @param metadata user metadata, without its prefix */
  put(
    key: string,
    content: string | Buffer,
    headers: Record<string, string>,
    metadata: Record<string, string> = {},
  ) {
    this.#modified += 1_000;
    const bytes = Buffer.from(content);
    const stored = {
      ...headers,
      etag: this.etagOf(bytes),
      'last-modified': new Date(this.#modified).toUTCString(),
    };
    for (const [name, value] of Object.entries(metadata))
      Object.assign(stored, { [`x-amz-meta-${name}`]: value });
    this.#objects.set(key, { bytes, headers: stored });
    for (const listener of this.#listeners) listener(key);
  }

  remove(key: string) {
    this.#objects.delete(key);
    for (const listener of this.#listeners) listener(key);
  }

  etagOf = (content: string | Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

  changes = (listener: (key: string) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get listenerCount(): number {
    return this.#listeners.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = decodeURIComponent((request.url ?? '').split('?')[0]?.split('/').slice(2).join('/') ?? '');
    const misbehaviour = this.misbehaviour;
    // The state is read when the request comes; only the answer may be held back.
    const found = this.#objects.get(key);
    const record = { method: request.method ?? '', key, status: 0 };
    this.requests.push(record);
    await this.gate;
    const send = (status: number, body: string | Buffer = '', headers: Record<string, string> = {}) => {
      record.status = status;
      response.writeHead(status, { 'x-amz-request-id': 'REQUEST', 'x-amz-id-2': 'ID2', ...headers });
      response.end(body);
    };
    if (misbehaviour === 'silent') return;
    if (misbehaviour === 'broken') return void response.destroy();
    if (misbehaviour === 'busy') return send(503, errorXml('SlowDown'));
    if (!found) return send(403, errorXml('AccessDenied'));
    const { bytes, headers } = found;
    if ((request.headers['if-match'] ?? headers.etag) !== headers.etag)
      return send(412, errorXml('PreconditionFailed'));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const body = range ? bytes.subarray(Number(range[1]), Number(range[2]) + 1) : bytes;
    const sent = { ...headers, 'content-length': String(body.length) };
    if (misbehaviour === 'cut-off') {
      response.writeHead(200, sent);
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
      return;
    }
    send(range ? 206 : 200, body, sent);
  }
}

const errorXml = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
