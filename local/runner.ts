import { availableParallelism } from 'node:os';
import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { functionSettings, queueSettings, reconcileEverySeconds } from '../shared/resources/settings.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import { type LambdaHandler, localFunction } from './lambda/local-function.ts';
import { readQueueCounts } from './queue-counts.ts';
import type { WorkQueue } from './resources/work-queue.ts';
import type { Resources } from './resources.ts';
import { startSchedule } from './schedule.ts';
import type { Servers } from './servers.ts';
import type { StackOptions } from './stack.ts';

/** Who is told of what the functions do. */
type RunnerOptions = Pick<StackOptions, 'onBatch' | 'onWarning'>;

/**
 * Every invocation shares this process, and its thread: a second one takes its time from the first, and both take longer
 * to their timeouts. Publishers would compete for the same documents besides. What waits meanwhile makes the next batch
 * larger, which costs less for each message. Webhooks mostly wait for others.
 */
const atOnce = { ingest: 2, publish: 1, webhooks: 2 * availableParallelism() };

/** The functions of a stack, fed by their queues and by the clock. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #servers: Servers;
  readonly #resources: Resources;
  readonly #clock: Clock;
  readonly #sources: { stop(): Promise<void> }[] = [];

  constructor(options: RunnerOptions, servers: Servers, resources: Resources, clock: Clock) {
    this.#options = options;
    this.#servers = servers;
    this.#resources = resources;
    this.#clock = clock;
  }

  feed(name: 'ingest' | 'publish', handler: LambdaHandler): EventSource;
  feed(name: 'webhooks', handler: LambdaHandler, queue: WorkQueue): EventSource;
  feed(name: keyof typeof queueSettings, handler: LambdaHandler, own?: WorkQueue): EventSource {
    const { url, arn } = own ?? this.#resources.queues[name === 'publish' ? 'publish' : 'ingest'];
    const settings = queueSettings[name];
    const source = startEventSource({
      sqs: this.#servers.clients.sqs,
      queueUrl: url,
      queueArn: arn,
      region: this.#servers.region,
      settings: { ...settings, maxConcurrency: Math.min(settings.maxConcurrency, atOnce[name]) },
      function: this.#function(name, handler),
      clock: this.#clock,
      isHeld: name === 'ingest' ? () => this.#isPublisherBehind() : undefined,
      onBatch: this.#options.onBatch,
      onTrouble: (error) => this.#options.onWarning?.(`The ${name} queue: ${messageOf(error)}`),
    });
    this.#sources.push(source);
    return source;
  }

  /**
   * Whether another whole batch waits to be published. What is taken in faster only waits there instead, and everything
   * takes longer: the publisher shares its processor with ingest, and looks for each article below all newer ones.
   */
  async #isPublisherBehind(): Promise<boolean> {
    const { waiting } = await readQueueCounts(this.#servers.clients.sqs, this.#resources.queues.publish.url);
    return waiting >= queueSettings.publish.batchSize;
  }

  schedule(handler: LambdaHandler) {
    const schedule = startSchedule({
      function: this.#function('reconcile', handler),
      everySeconds: reconcileEverySeconds,
      ...this.#place(),
      clock: this.#clock,
      onFailure: (error) => this.#options.onWarning?.(`The reconcile function: ${messageOf(error)}`),
    });
    this.#sources.push(schedule);
    return schedule;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.stop()));
  }

  #function(name: keyof typeof functionSettings, handler: LambdaHandler) {
    return localFunction(name, handler, functionSettings[name], this.#place(), this.#clock);
  }

  #place() {
    const accountId = this.#resources.queues.ingest.arn.split(':')[4] ?? '';
    return { region: this.#servers.region, accountId };
  }
}
