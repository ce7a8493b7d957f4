import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ConfigurationError } from '../../shared/errors.ts';
import { freePort } from '../loopback.ts';
import { type EngineSearch, findEngine } from './engine.ts';
import { type GuardedProcess, startGuarded } from './guarded-process.ts';
import { killOrphan } from './orphan.ts';

/** A running DynamoDB server. */
export interface DynamoDbServer {
  endpoint: string;
  port: number;
  /** Which server it is: `dynoxide` or `dynamodb-local`. */
  engine: string;
  /** Resolves when the process has ended, whoever ended it. */
  exited: Promise<void>;
  close(): Promise<void>;
}

/** How the DynamoDB server is started. */
export interface DynamoDbOptions extends EngineSearch {
  /** Folder of its data; made when absent. Only one run may use it at a time. */
  dataDir: string;
  host: string;
  /** 0: any free port. */
  port: number;
}

const startTimeoutMs = 30_000;
const attemptMs = 5000;

/**
 * Starts a DynamoDB server on a folder and waits until it answers. It ends with this process, even if that is killed.
 * @throws ConfigurationError `dynamodb-missing` (no server for this platform), `dynamodb-start-failed` (it would not start)
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<DynamoDbServer> {
  const engine = await findEngine(options);
  const folder = resolve(options.dataDir);
  const path = join(folder, engine.fileName);
  await mkdir(engine.name === 'dynoxide' ? folder : path, { recursive: true });
  const pidFile = join(folder, 'server.pid');
  await killOrphan(pidFile, path);

  const port = options.port || (await freePort(options.host));
  const endpoint = `http://${options.host}:${port}`;
  const server = startGuarded({
    command: engine.command,
    args: engine.args(options.host, port, path),
    pidFile,
  });
  try {
    await answers(endpoint, server);
  } catch (cause) {
    await server.stop();
    throw new ConfigurationError(
      'dynamodb-start-failed',
      `The embedded DynamoDB server (${engine.name}) did not start on ${endpoint} with ${path}: ${server.output() || 'it said nothing'}`,
      { cause },
    );
  }
  return {
    endpoint,
    port,
    engine: engine.name,
    exited: server.exited,
    async close() {
      await server.stop();
      await rm(pidFile, { force: true });
    },
  };
}

/** Resolves once the server answers a request; rejects when it ends first or takes too long. */
async function answers(endpoint: string, server: GuardedProcess): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const deadline = Date.now() + startTimeoutMs;
  const gone = new AbortController();
  void server.exited.then(() => gone.abort());
  try {
    for (;;) {
      // Whatever else listens there may never answer.
      const abortSignal = AbortSignal.any([gone.signal, AbortSignal.timeout(attemptMs)]);
      const failure = await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal }).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (server.ended()) throw new Error('the process ended', { cause: failure });
      if (failure === undefined) return;
      if (Date.now() > deadline) throw failure;
      await sleep(25);
    }
  } finally {
    client.destroy();
  }
}
