import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { BodyFiles } from './body-files.ts';
import { Buckets } from './buckets.ts';
import { type ChangeListener, ChangeListeners } from './change-listeners.ts';
import { type Database, openDatabase } from './database.ts';
import { handleRequest } from './handle-request.ts';
import { Objects } from './objects.ts';
import { type Deliver, Outbox } from './outbox.ts';
import type { Service } from './service.ts';
import type { Credentials } from './sigv4.ts';
import { Uploads } from './uploads.ts';

export interface S3ServerOptions {
  /** Folder that keeps everything between runs; one server at a time may use it. */
  dataDir: string;
  /** Address to listen on. Loopback unless stated: the server is not made for the open network. */
  host?: string;
  /** 0 takes any free one. */
  port: number;
  region: string;
  /** The one key pair whose signatures are accepted. */
  credentials: Credentials;
  /** Hands an event message to a queue; without it, buckets can't be given queue notifications. */
  deliver?: Deliver;
  clock?: Pick<Clock, 'now'>;
}

export interface S3Server {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  port: number;
  /**
   * Tells of every write and deletion of an object before it is acknowledged; what hears of it must not throw.
   * @returns a function that ends it
   */
  onChange(listener: ChangeListener): () => void;
  /** Lets requests (for five seconds at most) and deliveries under way end, then closes the data. */
  close(): Promise<void>;
}

/** How long a closing server waits for slow clients, in milliseconds. */
const longestGoodbye = 5000;

/**
 * Starts a server of the S3 protocol over a folder: objects with versions, tags, multipart uploads, conditional
 * writes, signatures, CORS and event notifications, for the AWS SDKs, browsers and tools such as s3cmd.
 * A write is acknowledged once a SIGKILL can't undo it; its event leaves at least once.
 * @throws ConfigurationError `s3-data-folder`, `s3-port`
 */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { dataDir, host = '127.0.0.1', region, credentials, deliver, clock = systemClock } = options;
  const database = openDatabase(dataDir);
  const files = new BodyFiles(dataDir);
  sweepLeftovers(database, files);
  const buckets = new Buckets(database);
  const outbox = new Outbox(database, deliver);
  const listeners = new ChangeListeners();
  const objects = new Objects({ database, files, buckets, outbox, listeners, clock });
  const uploads = new Uploads(database, files);
  const service: Service = { region, credentials, clock, database, files, buckets, objects, uploads, outbox };

  const underWay = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (message, response) => {
    const handled = handleRequest(service, message, response).finally(() => underWay.delete(handled));
    underWay.add(handled);
  });
  try {
    await listen(server, options.port, host);
  } catch (error) {
    await outbox.close();
    database.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    onChange: (listener) => listeners.add(listener),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([Promise.all([...underWay]), sleep(longestGoodbye, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
      await outbox.close();
      database.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const hint =
        cause.code === 'EADDRINUSE'
          ? 'it is in use; stop the other program or choose another port.'
          : cause.message;
      reject(
        new ConfigurationError('s3-port', `The S3 server can't listen on ${host}:${port}: ${hint}`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Files that a killed server wrote and no row names. */
function sweepLeftovers(database: Database, files: BodyFiles): void {
  const used = new Set<string>();
  for (const row of database.sql(`SELECT segments FROM versions WHERE segments <> '[]'`).iterate()) {
    for (const { file } of JSON.parse(String(row.segments)) as { file: string }[]) used.add(file);
  }
  for (const row of database.sql('SELECT file FROM parts').iterate()) used.add(String(row.file));
  files.sweep((file) => used.has(file));
}
