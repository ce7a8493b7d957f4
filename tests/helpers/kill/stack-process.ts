import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Clients } from '../../../local/resources.ts';
import { readStackFile, type StackFile } from '../../../local/stack-file.ts';

const startMs = 60_000;

/** `npm start` as a process of its own, which can be killed and started again on the same data. */
export class StackProcess {
  readonly inbox: string;
  readonly #data: string;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #output = '';

  /** @param folder for its data and its inbox */
  constructor(folder: string, port: number) {
    this.#data = join(folder, 'data');
    this.inbox = join(folder, 'inbox');
    this.#port = port;
  }

  /** Starts it and waits until it says that it is ready. */
  async start(): Promise<void> {
    const options = ['--port', String(this.#port), '--data', this.#data, '--inbox', this.inbox];
    const child = spawn(process.execPath, ['local/main.ts', ...options, '--no-examples', '--quiet'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: onlyLocal(process.env),
    });
    this.#child = child;
    this.#output = '';
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`It does not start: ${this.#output}`)), startMs);
      const listen = (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
        if (!/^ready /m.test(this.#output)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`It ended with status ${code}: ${this.#output}`));
      });
    });
    await ready;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  description(): Promise<StackFile> {
    return readStackFile(this.#data);
  }

  /** What it said since it was last started. */
  get output(): string {
    return this.#output;
  }
}

/** Clients of a running stack. */
export function clientsOf({ endpoints, region, credentials }: StackFile): Clients {
  const common = { region, credentials, maxAttempts: 1 };
  return {
    s3: new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true }),
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
    dynamodb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
  };
}

/** Without what would lead it to services elsewhere: those could not be killed with it. */
function onlyLocal(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !/^(AWS_|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(entries);
}
