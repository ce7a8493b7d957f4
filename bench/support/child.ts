import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Options of Node.js, such as `--max-old-space-size=256`. */
  nodeArgs?: string[];
}

/**
 * Runs a module of bench/workers in a process of its own, which sends its one result by `process.send`.
 * Its standard output is not ours to mix results with; its standard error is shown.
 * @throws Error when it ends without a result
 */
export function runWorker<Result>(name: string, options: ChildOptions = {}): Promise<Result> {
  const { args = [], env = {}, nodeArgs = [] } = options;
  const path = fileURLToPath(new URL(`../workers/${name}`, import.meta.url));
  const child = fork(path, args, {
    execArgv: ['--disable-warning=ExperimentalWarning', ...nodeArgs],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
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

/** Sends a worker's result and ends it. */
export function finish(result: object): void {
  process.send?.(result, undefined, undefined, () => process.exit(0));
}
