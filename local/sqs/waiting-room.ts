/** Long polls that wait for a message, by queue. */
export class WaitingRoom {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Wakes everybody who waits at a queue; they look for themselves. */
  wake(queue: string): void {
    for (const wakeUp of this.#waiting.get(queue) ?? []) wakeUp();
  }

  /** Wakes everybody, when the server closes. */
  wakeAll(): void {
    for (const queue of this.#waiting.keys()) this.wake(queue);
  }

  /** Resolves after so long, or earlier when the queue is woken or the signal fires. */
  wait(queue: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const here = this.#waiting.get(queue) ?? new Set();
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        here.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal.addEventListener('abort', finish);
      here.add(finish);
      this.#waiting.set(queue, here);
    });
  }
}
