import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { bringUpToDate, type DocumentGroup } from '../../functions/publish/bring-up-to-date.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import type { DynamoDb, S3 } from '../../shared/clients.ts';
import { DynamoDbModel } from '../helpers/models/dynamodb/dynamodb-model.ts';
import { S3Model } from '../helpers/models/s3/s3-model.ts';
import type { CommandExecutor } from '../helpers/models/service-model.ts';
import { Scheduler, SimulatedProcess } from '../helpers/simulation/scheduler.ts';
import { simulatedClient, simulatedClock } from '../helpers/simulation/simulated-clients.ts';

const key = 'feed.json';

/** A change of the catalog that somebody makes and then publishes. */
export interface CatalogChange {
  add?: string;
  withdraw?: string;
}

/** The services as one publisher sees them. */
export interface Services {
  s3: CommandExecutor;
  dynamodb: CommandExecutor;
}

/** A case to be explored. */
export interface Exploration {
  /** Entries that the catalog and the document hold at the beginning. */
  start: string[];
  changes: CatalogChange[];
  /** Whether there is no document when there is no entry, as with archive pages; heads stay, empty. */
  removedWhenEmpty: boolean;
  /** Whether each change is known to have a publisher of its own; absent: it is. */
  announced?: boolean;
  /** How often each publisher may be killed; its message is then delivered again. */
  crashes: number;
  /** Breaks the protocol of each publisher on purpose. */
  breakage?: (services: Services) => Services;
}

/** What may happen next: a publisher's request goes through, or the publisher is killed. */
interface Choice {
  publisher: number;
  kill: boolean;
}

/** What was explored. */
export interface Explored {
  states: number;
  ends: number;
  /** Ways to an end at which the document is not what the catalog calls for. */
  wrong: string[];
}

/**
 * Explores every order in which the requests of some publishers of one document can be carried out, and every point
 * at which each can be killed. States that were seen before are not explored again.
 */
export async function explore(exploration: Exploration): Promise<Explored> {
  const seen = new Set<string>();
  const explored: Explored = { states: 0, ends: 0, wrong: [] };
  const waiting: Choice[][] = [[]];
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    const play = new Play(exploration);
    await play.settle();
    for (const choice of path) await play.take(choice);
    for (;;) {
      const state = play.state();
      if (seen.has(state)) break;
      seen.add(state);
      const [next, ...others] = play.choices();
      if (!next) {
        explored.ends += 1;
        if (!play.right()) explored.wrong.push(JSON.stringify(path));
        break;
      }
      for (const other of others) waiting.push([...path, other]);
      path = [...path, next];
      await play.take(next);
    }
  }
  explored.states = seen.size;
  return explored;
}

/** One publisher with its message: a change, then runs of the protocol until one gets to its end. */
interface Publisher {
  process: SimulatedProcess;
  done: boolean;
  killed: number;
  /** What it does next depends on this alone: the ETag it remembers, and what it has read and replaced in the present round. */
  remembered: string;
  round: string;
}

class Play {
  readonly #exploration: Exploration;
  readonly #scheduler = new Scheduler();
  readonly #s3 = new S3Model(() => 0);
  readonly #dynamodb = new DynamoDbModel(() => 0);
  readonly #publishers: Publisher[] = [];

  constructor(exploration: Exploration) {
    this.#exploration = exploration;
    this.#s3.addBucket('site');
    this.#dynamodb.addTable('catalog');
    for (const entry of exploration.start)
      this.#dynamodb.PutItem({ TableName: 'catalog', Item: itemOf(entry) });
    const body = this.#body(exploration.start);
    if (body !== undefined) this.#s3.PutObject({ Bucket: 'site', Key: key, Body: body });
    for (const change of exploration.changes) {
      const publisher: Publisher = {
        process: new SimulatedProcess('publisher'),
        done: false,
        killed: 0,
        remembered: '',
        round: '',
      };
      this.#publishers.push(publisher);
      this.#begin(publisher, change);
    }
  }

  /** Resolves when every publisher that is not done waits for an answer. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 1000; turn++) {
      const working = this.#publishers.filter(({ done }) => !done).length;
      if (this.#scheduler.pending.length === working) return;
      await null;
    }
    throw new Error('A publisher neither waits nor ends.');
  }

  choices(): Choice[] {
    return this.#publishers.flatMap(({ done, killed, process }, publisher) => {
      if (done) return [];
      const step = this.#scheduler.pending.find((pending) => pending.process === process);
      const changing = step?.operation === 'PutItem' || step?.operation === 'DeleteItem';
      const mayDie = killed < this.#exploration.crashes && !changing;
      return mayDie
        ? [
            { publisher, kill: false },
            { publisher, kill: true },
          ]
        : [{ publisher, kill: false }];
    });
  }

  async take({ publisher: index, kill }: Choice): Promise<void> {
    const publisher = this.#publishers[index];
    const step = this.#scheduler.pending.find(({ process }) => process === publisher?.process);
    if (!publisher || !step) throw new RangeError('There is nothing to choose.');
    if (kill) {
      this.#scheduler.crash(publisher.process);
      publisher.process = new SimulatedProcess('publisher');
      publisher.killed += 1;
      publisher.remembered = '';
      publisher.round = '';
      this.#begin(publisher, undefined);
    } else {
      this.#scheduler.take(step);
      const well = step.perform();
      this.#note(publisher, step.operation, well);
      step.answer();
    }
    await this.settle();
  }

  state(): string {
    const publishers = this.#publishers.map(({ done, killed, process, remembered, round }) => {
      const step = this.#scheduler.pending.find((pending) => pending.process === process);
      return done ? 'done' : `${killed} ${step?.operation} ${remembered} ${round}`;
    });
    return `${this.#entries().join()}|${this.#etag()}|${publishers.join('|')}`;
  }

  /** Whether the document is what the catalog calls for. */
  right(): boolean {
    const bytes = this.#s3.bucket('site').newest(key)?.bytes;
    return (bytes && Buffer.from(bytes).toString()) === this.#body(this.#entries());
  }

  /** Follows what `bringUpToDate` and `SiteObjects` keep in mind, so that equal states are known for equal. */
  #note(publisher: Publisher, operation: string, well: boolean): void {
    const written = operation === 'PutObject' || operation === 'DeleteObject';
    if (written && well) publisher.round = `written over ${publisher.remembered} ${publisher.round}`;
    else if (operation === 'Query' && publisher.round === '')
      publisher.round = `read ${this.#entries().join()}`;
    else if (!written || !well) publisher.round = '';
    if (operation === 'HeadObject' || written) publisher.remembered = written && !well ? '' : this.#etag();
  }

  #begin(publisher: Publisher, change: CatalogChange | undefined): void {
    const { breakage = (whole: Services) => whole } = this.#exploration;
    const services = breakage({ s3: this.#s3, dynamodb: this.#dynamodb });
    const process = publisher.process;
    const s3 = simulatedClient<S3>(this.#scheduler, () => process, 's3', services.s3);
    const dynamodb = simulatedClient<DynamoDb>(this.#scheduler, () => process, 'dynamodb', services.dynamodb);
    const clock = simulatedClock(
      this.#scheduler,
      () => process,
      () => 0,
    );
    const work = async () => {
      if (change) await make(dynamodb, change);
      await bringUpToDate(new SiteObjects(s3, 'site', 10), clock, this.#group(dynamodb));
    };
    work().then(() => {
      if (process.alive) publisher.done = true;
    });
  }

  #group(dynamodb: DynamoDb): DocumentGroup<string[]> {
    return {
      name: key,
      keys: [key],
      async read() {
        const { Items = [] } = await dynamodb.send(
          new QueryCommand({
            TableName: 'catalog',
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: 'FEED' } },
            ConsistentRead: true,
          }),
        );
        return Items.map(({ sk }) => sk?.S ?? '');
      },
      fingerprint: (entries) => entries.join(),
      isAnnounced: () => this.#exploration.announced ?? true,
      render: async (entries) => [{ key, body: this.#body(entries) }],
    };
  }

  #body(entries: string[]): string | undefined {
    return entries.length === 0 && this.#exploration.removedWhenEmpty ? undefined : JSON.stringify(entries);
  }

  #entries(): string[] {
    return [...(this.#dynamodb.table('catalog').partition('FEED')?.keys ?? [])];
  }

  #etag(): string {
    return this.#s3.bucket('site').newest(key)?.etag ?? 'none';
  }
}

const itemOf = (entry: string) => ({ pk: { S: 'FEED' }, sk: { S: entry } });

async function make(dynamodb: DynamoDb, { add, withdraw }: CatalogChange): Promise<void> {
  if (add) await dynamodb.send(new PutItemCommand({ TableName: 'catalog', Item: itemOf(add) }));
  if (withdraw) await dynamodb.send(new DeleteItemCommand({ TableName: 'catalog', Key: itemOf(withdraw) }));
}
