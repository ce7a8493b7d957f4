/** One run of a handler. A crashed one never hears of its requests again, and nothing it sends takes effect. */
export class SimulatedProcess {
  readonly name: string;
  alive = true;

  constructor(name: string) {
    this.name = name;
  }
}

/** A request, or a sleep, that waits to be let through. */
export interface PendingStep {
  process: SimulatedProcess;
  /** `s3`, `dynamodb`, `sqs` or `clock`. */
  service: string;
  /** The operation as AWS names it; `sleep` for a sleep. */
  operation: string;
  /** Carries it out once and remembers what came of it; nobody hears of it yet. @returns whether it succeeded */
  perform(): boolean;
  /** Tells the process what came of it. */
  answer(): void;
  /** Tells the process that it failed, whatever came of it. */
  fail(error: Error): void;
  /** The input of the request. */
  input: object;
}

/**
 * Holds every request of every process until somebody chooses which goes on.
 * Between two choices all that can run runs: promises settle, no timer and no input or output is involved.
 */
export class Scheduler {
  readonly pending: PendingStep[] = [];

  /** A scheduling point: resolves when the step is answered, never when its process has crashed. */
  reach<T>(
    process: SimulatedProcess,
    { service, operation, input }: Pick<PendingStep, 'service' | 'operation' | 'input'>,
    act: () => T,
  ): Promise<T> {
    if (!process.alive) return new Promise(() => {});
    return new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | { error: unknown } | undefined;
      this.pending.push({
        process,
        service,
        operation,
        input,
        perform() {
          try {
            outcome = { value: act() };
            return true;
          } catch (error) {
            outcome = { error };
            return false;
          }
        },
        answer() {
          if (outcome && 'value' in outcome) resolve(outcome.value);
          else reject(outcome?.error);
        },
        fail: reject,
      });
    });
  }

  /** Takes a step out of those that wait. */
  take(step: PendingStep): void {
    const at = this.pending.indexOf(step);
    if (at === -1) throw new RangeError(`${step.operation} does not wait.`);
    this.pending.splice(at, 1);
  }

  /** Ends a process where it stands. */
  crash(process: SimulatedProcess): void {
    process.alive = false;
    for (const step of this.pending.filter((waiting) => waiting.process === process)) this.take(step);
  }

  /** Resolves when everything that can go on without a choice has done so. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
