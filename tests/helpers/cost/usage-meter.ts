import type { Usage } from '../../../cli/cost/usage.ts';
import { type Item, itemSize } from '../models/dynamodb/attribute-values.ts';
import { type AwsCommand, type CommandExecutor, clientOf, operationOf } from '../models/service-model.ts';

interface Command {
  RequestItems?: Record<string, { Keys?: Item[] }>;
  Item?: Item;
  TransactItems?: { Put?: { Item?: Item } }[];
}
interface Answer {
  Item?: Item;
  Items?: Item[];
  Responses?: Record<string, Item[]>;
}

/** What each request to S3 is billed as; deletions cost nothing (Amazon S3 pricing). */
const s3Kinds: Readonly<Record<string, 's3Writes' | 's3Reads' | undefined>> = {
  PutObject: 's3Writes',
  PutObjectTagging: 's3Writes',
  ListObjectsV2: 's3Writes',
  ListObjectVersions: 's3Writes',
  GetObject: 's3Reads',
  HeadObject: 's3Reads',
  GetObjectTagging: 's3Reads',
};
const free = new Set(['DeleteObject', 'DeleteObjects']);

/** Counts what requests to the models would be billed as. */
export class UsageMeter {
  readonly usage: Usage = {
    s3Writes: 0,
    s3Reads: 0,
    readUnits: 0,
    writeUnits: 0,
    queueRequests: 0,
    requests: 0,
  };

  /** A client of a model whose requests are counted. */
  client<Client>(model: CommandExecutor): Client {
    return clientOf<Client>((command) => {
      const answer = model.execute(command);
      this.#count(command, answer);
      return answer;
    });
  }

  #count(command: AwsCommand, answer: object): void {
    const operation = operationOf(command);
    this.usage.requests += 1;
    const s3 = s3Kinds[operation];
    if (s3) this.usage[s3] += 1;
    else if (operation.startsWith('SendMessage')) this.usage.queueRequests += 1;
    else if (!free.has(operation)) this.#countTable(operation, command.input as Command, answer as Answer);
  }

  #countTable(operation: string, input: Command, answer: Answer): void {
    if (operation === 'GetItem') this.usage.readUnits += units(sizeOf(answer.Item), 4096);
    else if (operation === 'Query') {
      const bytes = (answer.Items ?? []).reduce((sum, item) => sum + sizeOf(item), 0);
      this.usage.readUnits += units(bytes, 4096);
    } else if (operation === 'BatchGetItem') {
      const found = Object.values(answer.Responses ?? {}).flat();
      const asked = Object.values(input.RequestItems ?? {}).flatMap(({ Keys }) => Keys ?? []).length;
      // An item that is not there takes a unit too.
      this.usage.readUnits += asked - found.length;
      for (const item of found) {
        this.usage.readUnits += units(sizeOf(item), 4096);
      }
    } else if (operation === 'PutItem') this.usage.writeUnits += units(sizeOf(input.Item), 1024);
    else if (operation === 'DeleteItem' || operation === 'UpdateItem') this.usage.writeUnits += 1;
    else if (operation === 'TransactWriteItems') {
      // Each write of a transaction takes twice the units (Amazon DynamoDB guide, "Read and write operations").
      for (const { Put } of input.TransactItems ?? [])
        this.usage.writeUnits += 2 * units(sizeOf(Put?.Item), 1024);
    } else throw new TypeError(`Say what ${operation} is billed as.`);
  }
}

/** Units for so many bytes; an empty answer takes one too. */
function units(bytes: number, perUnit: number): number {
  return Math.max(1, Math.ceil(bytes / perUnit));
}

const sizeOf = (item: Item | undefined): number => (item ? itemSize(item) : 0);
