import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { openDatabase } from './database.ts';
import { SqsError } from './errors.ts';
import { operations, type SqsContext } from './operations.ts';
import { QueueStore } from './queue-store.ts';
import { WaitingRoom } from './waiting-room.ts';

/*
 * A queue server that keeps its promise when it is killed. The emulators on npm keep messages in memory, or copy them to
 * disk beside the memory that counts; here the database is the only copy, so what was acknowledged is there after a crash.
 */

/** A running queue server: SQS's JSON protocol over HTTP. Requests are not authenticated; it listens on loopback. */
export interface SqsServer {
  endpoint: string;
  port: number;
  accountId: string;
  close(): Promise<void>;
}

/** How the queue server is started. */
export interface SqsOptions {
  /** Folder of its database; made when absent. Only one server may use it at a time. */
  dataDir: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Part of the queues' ARNs. */
  region: string;
  clock?: Pick<Clock, 'now'>;
}

/** The account of local queues, twelve digits as AWS's. */
const accountId = '000000000000';
const mostRequestBytes = 4 * 1024 * 1024;

/**
 * Starts the queue server. Messages that were in flight when the last one ended are visible again at once:
 * whoever had received them was told nothing that would let them go on.
 * @throws ConfigurationError `queues-unreadable`; Node's listen errors such as EADDRINUSE as they are
 */
export async function startSqs(options: SqsOptions): Promise<SqsServer> {
  const clock = options.clock ?? systemClock;
  const database = openDatabase(options.dataDir);
  const store = new QueueStore(database, clock);
  store.releaseAll();
  const waiting = new WaitingRoom();
  const closing = new AbortController();
  const shared = { store, waiting, clock, region: options.region, accountId };
  let endpoint = '';
  const server = createServer((request, response) => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const gone = AbortSignal.any([left.signal, closing.signal]);
    void answer(request, response, { ...shared, endpoint, gone });
  });
  server.keepAliveTimeout = 30_000;
  try {
    await listen(server, options.host, options.port);
  } catch (error) {
    database.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  endpoint = `http://${options.host}:${port}`;
  return {
    endpoint,
    port,
    accountId,
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      setImmediate(() => server.closeAllConnections());
      await closed;
      database.close();
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: SqsContext,
): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = operations[target.replace(/^AmazonSQS\./, '')];
    if (!operation) {
      throw new SqsError(
        'UnsupportedOperation',
        `This local queue server speaks SQS's JSON protocol and has no operation "${target}".`,
      );
    }
    const input: unknown = JSON.parse((await readBody(request)) || '{}');
    reply(response, 200, await operation(input, context));
  } catch (error) {
    const known =
      error instanceof SqsError ? error : new SqsError('InternalError', String(error), undefined, 500);
    response.setHeader(
      'x-amzn-query-error',
      `${known.queryCode};${known.status < 500 ? 'Sender' : 'Receiver'}`,
    );
    reply(response, known.status, {
      __type: `com.amazonaws.sqs#${known.type}`,
      message: known.message,
    });
  }
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostRequestBytes)
      throw new SqsError('RequestTooLarge', 'The request is too large.', undefined, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
