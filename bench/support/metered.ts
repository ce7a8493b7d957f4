import type { GetItemCommandOutput, QueryCommandOutput, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Item, itemSize } from '../../tests/helpers/models/dynamodb/attribute-values.ts';
import {
  type AwsCommand,
  type CommandExecutor,
  clientOf,
  operationOf,
} from '../../tests/helpers/models/service-model.ts';

/** What a stretch of work asked of the services. */
export interface Usage {
  /** Requests by service and operation, such as `s3 PutObject`. */
  requests: Map<string, number>;
  /** On-demand units (Amazon DynamoDB guide, "Read and write operations"). */
  readUnits: number;
  writeUnits: number;
}

const kilobytes = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / (unit * 1024)));

/** Counts requests and capacity on their way to in-memory models. Failed requests count: AWS bills them too. */
export class Meter {
  #usage: Usage = { requests: new Map(), readUnits: 0, writeUnits: 0 };

  /** A client of the model that counts. @param service `s3`, `dynamodb` or `sqs` */
  client<Client>(service: string, model: CommandExecutor): Client {
    return clientOf<Client>((command) => {
      this.count(service, operationOf(command));
      this.#countWrites(command);
      const answer = model.execute(command);
      this.#countReads(command, answer);
      return answer;
    });
  }

  count(service: string, operation: string): void {
    const name = `${service} ${operation}`;
    this.#usage.requests.set(name, (this.#usage.requests.get(name) ?? 0) + 1);
  }

  /** What was counted since the last call. */
  take(): Usage {
    const usage = this.#usage;
    this.#usage = { requests: new Map(), readUnits: 0, writeUnits: 0 };
    return usage;
  }

  /** A transaction's writes cost double; a deletion is taken for one of the smallest item. */
  #countWrites(command: AwsCommand): void {
    const operation = operationOf(command);
    const { TransactItems, Item } = command.input as { TransactItems?: TransactWriteItem[]; Item?: Item };
    for (const { Put } of TransactItems ?? []) {
      this.#usage.writeUnits += 2 * kilobytes(Put?.Item ? itemSize(Put.Item as Item) : 1, 1);
    }
    if (operation === 'PutItem') this.#usage.writeUnits += kilobytes(Item ? itemSize(Item) : 1, 1);
    if (/^(UpdateItem|DeleteItem)$/.test(operation)) this.#usage.writeUnits += 1;
  }

  /** Strongly consistent: a unit for each 4 KB, of a query for all its items together. */
  #countReads(command: AwsCommand, answer: object): void {
    const operation = operationOf(command);
    if (operation === 'GetItem') {
      const { Item } = answer as GetItemCommandOutput;
      this.#usage.readUnits += kilobytes(Item ? itemSize(Item as Item) : 1, 4);
    }
    if (operation === 'Query') {
      const { Items = [] } = answer as QueryCommandOutput;
      this.#usage.readUnits += kilobytes(
        Items.reduce((sum, item) => sum + itemSize(item as Item), 0),
        4,
      );
    }
  }
}

export const totalRequests = ({ requests }: Usage): number =>
  [...requests.values()].reduce((sum, count) => sum + count, 0);

export function sumOf(usages: Usage[]): Usage {
  const sum: Usage = { requests: new Map(), readUnits: 0, writeUnits: 0 };
  for (const { requests, readUnits, writeUnits } of usages) {
    for (const [name, count] of requests) sum.requests.set(name, (sum.requests.get(name) ?? 0) + count);
    sum.readUnits += readUnits;
    sum.writeUnits += writeUnits;
  }
  return sum;
}
