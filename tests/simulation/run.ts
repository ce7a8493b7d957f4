import { type Fate, fatesOf, refusal } from '../helpers/simulation/faults.ts';
import { Random } from '../helpers/simulation/random.ts';
import type { PendingStep } from '../helpers/simulation/scheduler.ts';
import { subjectOf } from '../helpers/simulation/simulated-clients.ts';
import { damage } from './damage.ts';
import type { Edit } from './documents.ts';
import { inject } from './expected-failures.ts';
import { loadParts } from './load-parts.ts';
import { names } from './pipeline.ts';
import { planEdits } from './plan-edits.ts';
import { type Breakage, World } from './world.ts';

await loadParts();

/** How one run is set up. */
export interface RunOptions {
  seed: number;
  /** What editors do; planned from the seed when absent. */
  edits?: Edit[];
  breakage?: Breakage;
  /** Writes of dead processes may still arrive, up to the end of the editors' work. */
  late?: boolean;
  /** The site is damaged when all is done, and the search for drift has to repair it. */
  drift?: boolean;
  /** Hears of every step. */
  trace?: (line: string) => void;
}

const mostRounds = 20_000;
/** Faults of one run, so that it comes to an end. */
const mostFaults = 40;

/**
 * One run of the whole pipeline: editors work while messages and requests are delayed, reordered, repeated, refused
 * and lost and handlers are killed; then everything is let through. Equal seeds give equal runs.
 */
export async function runWorld(options: RunOptions): Promise<World> {
  const random = new Random(options.seed);
  const edits = options.edits ?? planEdits(random, 2 + random.below(5));
  const world = new World(random, options.breakage);
  const run = new Run(world, random, edits, options);
  await run.busy();
  await run.quiet();
  if (options.drift) await run.repair();
  world.violations.push(...world.watch.violations, ...world.logWatch.violations);
  return world;
}

class Run {
  readonly #world: World;
  readonly #random: Random;
  readonly #edits: Edit[];
  readonly #trace: ((line: string) => void) | undefined;
  readonly #faultRate: number;
  #faults = mostFaults;
  readonly #late: boolean;
  /** Writes that are on their way though their sender is dead. */
  #onTheWay: PendingStep[] = [];

  constructor(world: World, random: Random, edits: Edit[], { trace, late = false }: RunOptions) {
    this.#world = world;
    this.#random = random;
    this.#edits = [...edits];
    this.#trace = trace;
    this.#late = late;
    this.#faultRate = random.pick([0, 0.003, 0.01, 0.04]);
  }

  /** Until the editors are done and the queues are empty, or for so many rounds. */
  async busy(): Promise<void> {
    const world = this.#world;
    for (let round = 0; round < mostRounds; round++) {
      await world.scheduler.settle();
      if (this.#edits.length === 0 && (world.idle || this.#random.chance(0.002))) return;
      world.now += this.#random.below(150);
      this.#act();
    }
  }

  /** Lets everything through, then lets time pass, until nothing changes any more. */
  async quiet(): Promise<void> {
    const world = this.#world;
    this.#faults = 0;
    const hours = this.#random.pick([0, 1, 20, 80]);
    await this.#drain();
    for (const step of this.#onTheWay.splice(0)) step.perform();
    world.now += hours * 3_600_000;
    do {
      world.reconcile();
      await this.#drain();
    } while (world.released);
  }

  /** Damages the site, then lets one whole round look for drift, long after the last upload. */
  async repair(): Promise<void> {
    const world = this.#world;
    for (const what of damage(world.s3, this.#random)) this.#trace?.(`damage: ${what}`);
    world.now += 86_400_000;
    ageStore(world);
    for (let runs = 0; runs === 0 || !world.resting; runs++) {
      if (runs === 500) world.violations.push('the search for drift does not end');
      if (runs === 500) return;
      world.lookForDrift();
      await this.#drain();
    }
  }

  async #drain(): Promise<void> {
    const world = this.#world;
    for (let round = 0; round < mostRounds; round++) {
      await world.scheduler.settle();
      if (world.idle && !world.redrive()) return;
      world.now += this.#random.below(50);
      for (const lambda of [world.ingest, world.publish]) if (world.canDeliver(lambda)) world.deliver(lambda);
      for (const step of this.#random.shuffled(world.scheduler.pending)) this.#proceed(step, 'done');
    }
    world.violations.push('the pipeline does not come to rest');
  }

  #act(): void {
    const world = this.#world;
    const moves: [weight: number, move: () => void][] = [];
    if (world.scheduler.pending.length > 0) moves.push([12, () => this.#proceedSome()]);
    const [edit] = this.#edits;
    if (edit) moves.push([edit.after < 1000 ? 3 : 0.7, () => this.#edit()]);
    for (const lambda of [world.ingest, world.publish]) {
      if (world.canDeliver(lambda)) moves.push([2, () => world.deliver(lambda)]);
    }
    if (!world.reconciling) moves.push([0.2, () => world.reconcile()]);
    moves.push([0.15, () => this.#duplicate()]);
    if (this.#onTheWay.length > 0) moves.push([0.05, () => this.#onTheWay.shift()?.perform()]);
    let at = this.#random.fraction() * moves.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, move] of moves) {
      at -= weight;
      if (at > 0) continue;
      move();
      return;
    }
  }

  #edit(): void {
    const edit = this.#edits.shift();
    if (!edit) return;
    this.#trace?.(
      `edit ${edit.action} ${edit.key} ${edit.action === 'put' ? JSON.stringify(edit.spec) : ''}`,
    );
    this.#world.edit(edit);
  }

  #duplicate(): void {
    const { sqs, ingest, publish } = this.#world;
    const { queueUrl } = this.#random.pick([ingest, publish]);
    const waiting = sqs.bodies(queueUrl).length;
    if (waiting > 0) sqs.duplicate(queueUrl, this.#random.below(waiting));
  }

  /** Lets some of the waiting requests through: often one, sometimes all. */
  #proceedSome(): void {
    const waiting = this.#random.shuffled(this.#world.scheduler.pending);
    const some = this.#random.chance(0.3) ? 1 : 1 + this.#random.below(waiting.length);
    for (const step of waiting.slice(0, some)) {
      if (step.process.alive) this.#proceed(step, this.#fateOf(step));
    }
  }

  #fateOf(step: PendingStep): Fate {
    if (this.#faults === 0 || !this.#random.chance(this.#faultRate)) return 'done';
    this.#faults -= 1;
    return this.#random.pick(fatesOf(step, this.#late));
  }

  #proceed(step: PendingStep, fate: Fate): void {
    const { scheduler } = this.#world;
    this.#trace?.(traceLine(this.#world.now, step, fate));
    scheduler.take(step);
    if (fate.startsWith('crash')) {
      if (fate === 'crash-late') this.#onTheWay.push(step);
      if (fate === 'crash-after') step.perform();
      this.#world.crash(step.process);
      return;
    }
    if (fate === 'refused' || fate === 'conflict') {
      step.fail(inject(refusal(step, fate)));
      return;
    }
    step.perform();
    if (fate === 'sent-twice') step.perform();
    if (fate === 'answer-lost') step.fail(inject(refusal(step, fate)));
    else step.answer();
  }
}

/** Makes the store's objects older than any message can be, without letting that time pass for readers. */
function ageStore({ s3, now }: World): void {
  const lastModified = new Date(now - 31 * 86_400_000);
  for (const [, object] of s3.bucket(names.store).current()) Object.assign(object, { lastModified });
}

function traceLine(now: number, step: PendingStep, fate: Fate): string {
  const { process, service, operation, input } = step;
  return `${new Date(now).toISOString()} ${process.name} ${service} ${operation} ${subjectOf(input)} ${fate}`;
}
