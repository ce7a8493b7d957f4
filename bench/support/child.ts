import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Options of Node.js, such as `--max-old-space-size=256`. */
  nodeArgs?: string[];
  /** Keep its standard error to itself, as when it is expected to run out of memory. */
  quiet?: boolean;
}

/**
 * Runs a module of bench/workers in a process of its own, which sends its one result by `process.send`.
 * Its standard output is not ours to mix results with; its standard error is shown.
 * @throws Error when it ends without a result
 */
export function runWorker<Result>(name: string, options: ChildOptions = {}): Promise<Result> {
  const { args = [], env = {}, nodeArgs = [], quiet = false } = options;
  const path = fileURLToPath(new URL(`../workers/${name}`, import.meta.url));
  const child = fork(path, args, {
    execArgv: ['--disable-warning=ExperimentalWarning', ...nodeArgs],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let result: Result | undefined;
    child.once('message', (message) => {
      result = message as Result;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (result !== undefined) resolve(result);
      else reject(new Error(`${name} ended with ${signal ?? `status ${code}`} and no result.`));
    });
  });
}

/** A worker that goes on after its first message and says, when it is asked, what CPU time it has used. */
export interface StandingWorker<Ready> {
  ready: Ready;
  /** Milliseconds since it was started. */
  cpuMs(): Promise<number>;
  stop(): void;
}

/** Starts a module of bench/workers that calls `answerCpu` once it is ready. */
export async function startWorker<Ready>(name: string): Promise<StandingWorker<Ready>> {
  const path = fileURLToPath(new URL(`../workers/${name}`, import.meta.url));
  const child = fork(path, [], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  let fail: (error: Error) => void = () => undefined;
  child.once('exit', (code) => fail(new Error(`${name} ended with status ${code}.`)));
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      fail = reject;
      child.once('message', (message) => resolve(message as T));
    });
  return {
    ready: await next<Ready>(),
    cpuMs: () => {
      const answer = next<number>();
      child.send('cpu');
      return answer;
    },
    stop: () => void child.kill(),
  };
}

/** Says that a standing worker is ready, and answers questions for its CPU time from then on. */
export function answerCpu(ready: object): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
  process.send?.(ready);
}

/** Sends a worker's result and ends it. */
export function finish(result: object): void {
  process.send?.(result, undefined, undefined, () => process.exit(0));
}
