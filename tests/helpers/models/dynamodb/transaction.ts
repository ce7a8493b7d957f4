import type { TransactWriteItem, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { type CancellationReason, dynamoDbError, transactionCanceled } from '../service-error.ts';
import { itemSize } from './attribute-values.ts';
import { invalid } from './expression-context.ts';
import type { TableModel } from './table-model.ts';
import { checkAction, deleteAction, type Prepared, putAction, updateAction } from './write-actions.ts';

/** A client request token makes repeats of a transaction harmless for this long. */
const tokenLifetime = 10 * 60 * 1000;
const maxActions = 100;
const maxBytes = 4 * 1024 * 1024;

/** Transactions: all actions or none, with a reason for each when one is not allowed. */
export class TransactionModel {
  readonly #table: (name: string | undefined) => TableModel;
  readonly #now: () => number;
  readonly #tokens = new Map<string, { request: string; at: number }>();

  constructor(table: (name: string | undefined) => TableModel, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /** Bytes written. @throws TransactionCanceledException with a reason for each action */
  write({ TransactItems = [], ClientRequestToken }: TransactWriteItemsCommandInput): number {
    if (ClientRequestToken !== undefined && this.#isRepeat(ClientRequestToken, TransactItems)) return 0;
    if (TransactItems.length === 0 || TransactItems.length > maxActions) {
      throw invalid(`Member must have length less than or equal to ${maxActions} and greater than 0`);
    }
    const actions = TransactItems.map((item) => this.#prepare(item));
    const places = new Set(actions.map(({ table, pk, sk }) => `${table} ${pk} ${sk}`));
    if (places.size < actions.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    const bytes = actions.reduce((sum, { after }) => sum + (after ? itemSize(after) : 0), 0);
    if (bytes > maxBytes) throw invalid('Collection size exceeded');
    if (actions.some(({ allowed }) => !allowed)) {
      throw transactionCanceled(
        actions.map((action, index) => reasonFor(action, TransactItems[index] ?? {})),
      );
    }
    for (const action of actions) action.apply();
    if (ClientRequestToken !== undefined) {
      this.#tokens.set(ClientRequestToken, { request: JSON.stringify(TransactItems), at: this.#now() });
    }
    return bytes;
  }

  #isRepeat(token: string, items: TransactWriteItem[]): boolean {
    const earlier = this.#tokens.get(token);
    if (!earlier || this.#now() - earlier.at > tokenLifetime) return false;
    if (earlier.request === JSON.stringify(items)) return true;
    throw dynamoDbError('IdempotentParameterMismatchException', 'The token was used with other parameters');
  }

  #prepare({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Prepared & { table: string } {
    const name = (Put ?? Update ?? Delete ?? ConditionCheck)?.TableName ?? '';
    const table = this.#table(name);
    if (Put) return { table: name, ...putAction(table, Put) };
    if (Update) return { table: name, ...updateAction(table, Update) };
    if (Delete) return { table: name, ...deleteAction(table, Delete) };
    if (ConditionCheck) return { table: name, ...checkAction(table, ConditionCheck) };
    throw invalid('A transaction item names no action.');
  }
}

function reasonFor(action: Prepared, item: TransactWriteItem): CancellationReason {
  if (action.allowed) return { Code: 'None' };
  const { Put, Update, Delete, ConditionCheck } = item;
  const wanted =
    (Put ?? Update ?? Delete ?? ConditionCheck)?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  return {
    Code: 'ConditionalCheckFailed',
    Message: 'The conditional request failed',
    ...(wanted && action.before ? { Item: { ...action.before } } : {}),
  };
}
