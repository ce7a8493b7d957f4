import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  CreateTableCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { dynamoDbError } from '../service-error.ts';
import { ServiceModel } from '../service-model.ts';
import { type Item, itemSize } from './attribute-values.ts';
import { invalid } from './expression-context.ts';
import { type Page, project, query, scan } from './query.ts';
import { TableModel } from './table-model.ts';
import { TransactionModel } from './transaction.ts';
import { deleteAction, type Prepared, putAction, updateAction } from './write-actions.ts';

/**
 * Amazon DynamoDB in memory: conditional writes, transactions, strongly consistent reads of the base table.
 * Every read sees every write that came before it.
 */
export class DynamoDbModel extends ServiceModel {
  readonly #tables = new Map<string, TableModel>();
  readonly #transactions: TransactionModel;
  /** Bytes of items read and written. */
  readonly transferred = { in: 0, out: 0 };
  /** Reads that didn't ask for strong consistency, by operation: on AWS they may miss the newest writes. */
  readonly eventualReads: string[] = [];

  constructor(now: () => number = Date.now) {
    super();
    this.#transactions = new TransactionModel((name) => this.table(name), now);
  }

  protected override operations(): object {
    return this;
  }

  addTable(name: string): TableModel {
    const table = new TableModel();
    this.#tables.set(name, table);
    return table;
  }

  table(name: string | undefined): TableModel {
    const table = this.#tables.get(name ?? '');
    if (!table)
      throw dynamoDbError('ResourceNotFoundException', 'Cannot do operations on a non-existent table');
    return table;
  }

  CreateTable({ TableName = '', KeySchema = [] }: CreateTableCommandInput) {
    const [partition, sort] = KeySchema;
    this.#tables.set(TableName, new TableModel(partition?.AttributeName, sort?.AttributeName));
    return { TableDescription: { TableName, TableStatus: 'ACTIVE' } };
  }

  GetItem(input: GetItemCommandInput) {
    const table = this.table(input.TableName);
    const { pk, sk } = table.exactKey(input.Key);
    this.#noteConsistency('GetItem', input.ConsistentRead);
    const item = table.get(pk, sk);
    return item ? { Item: this.#sent(project(item, input)) } : {};
  }

  BatchGetItem({ RequestItems = {} }: BatchGetItemCommandInput) {
    const Responses: Record<string, Item[]> = {};
    for (const [name, request] of Object.entries(RequestItems)) {
      const table = this.table(name);
      const keys = (request.Keys ?? []).map((key) => table.exactKey(key));
      if (keys.length > 100) throw invalid('Too many items requested for the BatchGetItem call');
      if (new Set(keys.map(({ pk, sk }) => `${pk} ${sk}`)).size < keys.length) {
        throw invalid('Provided list of item keys contains duplicates');
      }
      this.#noteConsistency('BatchGetItem', request.ConsistentRead);
      Responses[name] = keys
        .map(({ pk, sk }) => table.get(pk, sk))
        .filter((item) => item !== undefined)
        .map((item) => this.#sent(project(item, request)));
    }
    return { Responses, UnprocessedKeys: {} };
  }

  BatchWriteItem({ RequestItems = {} }: BatchWriteItemCommandInput) {
    const requests = Object.entries(RequestItems).flatMap(([name, list]) =>
      list.map((each) => [name, each] as const),
    );
    if (requests.length > 25) throw invalid('Too many items requested for the BatchWriteItem call');
    for (const [TableName, { PutRequest, DeleteRequest }] of requests) {
      if (PutRequest) this.PutItem({ TableName, Item: PutRequest.Item });
      if (DeleteRequest) this.DeleteItem({ TableName, Key: DeleteRequest.Key });
    }
    return { UnprocessedItems: {} };
  }

  PutItem(input: PutItemCommandInput) {
    return this.#write(putAction(this.table(input.TableName), input), input.ReturnValues);
  }

  UpdateItem(input: UpdateItemCommandInput) {
    return this.#write(updateAction(this.table(input.TableName), input), input.ReturnValues);
  }

  DeleteItem(input: DeleteItemCommandInput) {
    return this.#write(deleteAction(this.table(input.TableName), input), input.ReturnValues);
  }

  Query(input: QueryCommandInput) {
    this.#noteConsistency('Query', input.ConsistentRead);
    return this.#counted(query(this.table(input.TableName), input));
  }

  Scan(input: ScanCommandInput) {
    this.#noteConsistency('Scan', input.ConsistentRead);
    return this.#counted(scan(this.table(input.TableName), input));
  }

  TransactWriteItems(input: TransactWriteItemsCommandInput) {
    this.transferred.in += this.#transactions.write(input);
    return {};
  }

  #write(action: Prepared, returnValues: string | undefined) {
    if (!action.allowed) {
      throw dynamoDbError('ConditionalCheckFailedException', 'The conditional request failed');
    }
    const { before, after } = action;
    action.apply();
    this.transferred.in += after ? itemSize(after) : 0;
    if (returnValues === 'ALL_OLD' && before) return { Attributes: { ...before } };
    if (returnValues === 'ALL_NEW' && after) return { Attributes: { ...after } };
    return {};
  }

  #sent(item: Item): Item {
    this.transferred.out += itemSize(item);
    return item;
  }

  #counted(page: Page): Page {
    for (const item of page.Items ?? []) this.#sent(item);
    return page;
  }

  #noteConsistency(operation: string, consistent: boolean | undefined): void {
    if (!consistent) this.eventualReads.push(operation);
  }
}
