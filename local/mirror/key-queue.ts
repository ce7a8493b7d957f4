/** Runs work by key: one at a time per key, a few keys at once. Work asked for while it runs is run once more after. */
export class KeyQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #mostAtOnce: number;
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  #idle: (() => void)[] = [];

  constructor(mostAtOnce: number, work: (key: string) => Promise<void>) {
    this.#mostAtOnce = mostAtOnce;
    this.#work = work;
  }

  add(key: string): void {
    this.#waiting.add(key);
    this.#start();
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.#waiting.clear();
  }

  /** Resolves when nothing runs and nothing waits. */
  whenIdle(): Promise<void> {
    if (this.#running.size + this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    for (const key of this.#waiting) {
      if (this.#running.size >= this.#mostAtOnce) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.add(key);
      void this.#work(key).finally(() => {
        this.#running.delete(key);
        this.#start();
        this.#tellIdle();
      });
    }
  }

  #tellIdle(): void {
    if (this.#running.size + this.#waiting.size > 0) return;
    const told = this.#idle;
    this.#idle = [];
    for (const resolve of told) resolve();
  }
}
