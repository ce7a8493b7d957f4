import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { loopback } from '../loopback.ts';
import { type Answer, answerTo, type EdgeContext, plainAnswer } from './answer.ts';
import { EdgeFunctionError, EdgeFunctions } from './edge-function.ts';
import { SiteCache, type SubscribeToChanges } from './site-cache.ts';
import { OriginError, SiteOrigin } from './site-origin.ts';
import { maxTargetLength, toEdgeRequest } from './viewer-events.ts';

export interface EdgeOptions {
  /** Reads the site bucket. Stays the caller's: closing the edge doesn't destroy it. */
  s3: Pick<S3Client, 'send'>;
  bucket: string;
  host?: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** Announces changes of the bucket; with it, copies in memory need no revalidation. */
  changes?: SubscribeToChanges;
  /** Feed formats that the site publishes. Absent: all. */
  formats?: SiteSettings['formats'];
  /** Memory for copies, roughly, in bytes. */
  maxCacheBytes?: number;
  /** How long the bucket may take to begin an answer. */
  originTimeoutMs?: number;
  /** How long `close` waits for answers under way. */
  closeGraceMs?: number;
  /** Answers requests that are not for the bucket; returns false for all others, without having touched them. */
  beside?: (message: IncomingMessage, response: ServerResponse) => boolean;
  /** Told of requests that failed on our side (5xx, or broken off). */
  onError?: (error: unknown, target: string) => void;
}

export interface Edge {
  /** `http://host:port`, without a slash at the end. */
  url: string;
  port: number;
  /** Lets answers under way finish, then stops. */
  close(): Promise<void>;
}

/**
 * Serves the site bucket over HTTP as the CloudFront distribution would, with the same functions and headers.
 * Rejects with Node's error (`EADDRINUSE` and the like) when it can't listen.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { s3, bucket, host = loopback, port = 0, changes, beside, onError = () => undefined } = options;
  const { formats = ['json', 'rss', 'atom'] } = options;
  const { maxCacheBytes = 128 * 1024 * 1024, originTimeoutMs = 30_000, closeGraceMs = 5_000 } = options;
  const origin = new SiteOrigin(s3, bucket, originTimeoutMs);
  const cache = new SiteCache(origin, maxCacheBytes, changes);
  const context: EdgeContext = { cache, functions: new EdgeFunctions(host, { formats }) };
  let closing = false;

  const server = createServer((message, response) => {
    if (closing) response.setHeader('connection', 'close');
    if (beside?.(message, response)) return;
    serve(context, origin, message, response).catch((error: unknown) => {
      onError(error, message.url ?? '');
      refuse(message, response, error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;

  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    close: async () => {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      await closed;
      clearTimeout(timer);
      cache.close();
    },
  };
}

async function serve(
  context: EdgeContext,
  origin: SiteOrigin,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const head = message.method === 'HEAD';
  if ((message.url ?? '').length > maxTargetLength) {
    return send(response, plainAnswer(414, 'The address is too long.', undefined), head);
  }
  const viewer = { ip: message.socket.remoteAddress ?? '', httpVersion: message.httpVersion };
  // A large object may change between being looked up and being streamed: then it is looked up again.
  for (let attempt = 1; ; attempt++) {
    const answer = await answerTo(context, toEdgeRequest(message), viewer);
    const { body } = answer;
    if (head || body === undefined || Buffer.isBuffer(body)) return send(response, answer, head);
    const found = await origin.get(body.key, { only: body.etag || undefined, range: body.range });
    if (found.kind === 'object') {
      writeHead(response, answer);
      return stream(found.body, message, response);
    }
    if (attempt === 3)
      throw new OriginError('origin-changing', 503, 'The document is being replaced just now.');
  }
}

/** Resolves also when the reader goes away in the middle, which is nobody's fault. */
async function stream(body: Readable, message: IncomingMessage, response: ServerResponse): Promise<void> {
  let brokenOff = false;
  // The pipeline ends the body after the reader's connection has gone; a bucket that fails does so before.
  body.once('error', () => {
    brokenOff = !message.socket.destroyed;
  });
  await pipeline(body, response).catch((error: unknown) => {
    if (brokenOff || !message.socket.destroyed) throw error;
  });
}

function send(response: ServerResponse, answer: Answer, head: boolean): void {
  writeHead(response, answer);
  response.end(head || !Buffer.isBuffer(answer.body) ? undefined : answer.body);
}

function writeHead(response: ServerResponse, answer: Answer): void {
  const headers: Record<string, string | string[]> = {};
  for (const name in answer.headers) {
    const header = answer.headers[name];
    if (header)
      headers[name] = header.multiValue ? header.multiValue.map(({ value }) => value) : header.value;
  }
  if (answer.statusText === undefined) response.writeHead(answer.status, headers);
  else response.writeHead(answer.status, answer.statusText, headers);
}

/** After the head has gone, breaking the connection off is the only way to say that the body is not whole. */
function refuse(message: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const sentence =
    error instanceof OriginError || error instanceof EdgeFunctionError
      ? error.message
      : 'The answer could not be made.';
  const status = error instanceof OriginError ? error.status : 502;
  send(response, plainAnswer(status, sentence, undefined), message.method === 'HEAD');
}
