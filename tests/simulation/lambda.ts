import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { SimulatedProcess } from '../helpers/simulation/scheduler.ts';

/** One execution environment of a function: what it remembers outlives its invocations, until it crashes. */
export interface Environment {
  process: SimulatedProcess;
  busy: boolean;
  invoke(records: SQSRecord[]): Promise<SQSBatchResponse>;
}

/** Makes an environment whose clients act for whatever process `current` names. */
export type EnvironmentMaker = (current: () => SimulatedProcess) => Environment['invoke'];

/** A function behind a queue: its environments, warm and cold. */
export class Lambda {
  readonly name: string;
  readonly queueUrl: string;
  /** Invocations at the same time. */
  readonly most: number;
  readonly #make: EnvironmentMaker;
  #environments: Environment[] = [];
  #made = 0;

  constructor(name: string, queueUrl: string, most: number, make: EnvironmentMaker) {
    this.name = name;
    this.queueUrl = queueUrl;
    this.most = most;
    this.#make = make;
  }

  get running(): number {
    return this.#environments.filter(({ busy }) => busy).length;
  }

  /** A free environment: a warm one unless `cold` is asked for. */
  environment(cold: boolean): Environment {
    const warm = this.#environments.find(({ busy }) => !busy);
    if (warm && !cold) return warm;
    this.#made += 1;
    const environment: Environment = {
      process: new SimulatedProcess(`${this.name}-${this.#made}`),
      busy: false,
      invoke: async () => ({ batchItemFailures: [] }),
    };
    environment.invoke = this.#make(() => environment.process);
    this.#environments.push(environment);
    return environment;
  }

  /** Forgets the environment of a process that died, whether or not an invocation was under way in it. */
  discard(process: SimulatedProcess): void {
    this.#environments = this.#environments.filter((environment) => environment.process !== process);
  }
}
