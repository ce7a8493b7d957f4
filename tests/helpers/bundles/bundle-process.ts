import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A function's bundle in a process of its own, with nothing but the environment that the stack gives it. */
export class BundleProcess {
  /** What it has written: its log. Warnings and errors go to standard error. */
  printed = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.printed += String(chunk);
      });
    }
    this.#ended = once(child, 'exit').then(() => {
      throw new Error(`The bundle's process has ended. ${this.printed}`);
    });
    this.#ended.catch(() => undefined);
  }

  /** @param bundle path of `index.mjs` */
  static async start(bundle: string, env: Record<string, string>): Promise<BundleProcess> {
    const runner = fileURLToPath(new URL('./run-bundle.mjs', import.meta.url));
    const child = fork(runner, [bundle], { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const started = new BundleProcess(child);
    await started.#answer();
    return started;
  }

  /** @throws with the stack of what the handler threw */
  async invoke(event: unknown): Promise<unknown> {
    const answer = this.#answer();
    this.#child.send(event as object);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(error);
    return result;
  }

  async #answer(): Promise<{ result?: unknown; error?: string }> {
    const heard = new AbortController();
    try {
      const [message] = await Promise.race([
        once(this.#child, 'message', { signal: heard.signal }),
        this.#ended,
      ]);
      return message;
    } finally {
      heard.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill();
    await once(this.#child, 'exit');
  }
}
