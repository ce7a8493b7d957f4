import { applyUpdate } from './apply-update.ts';
import { type Item, itemSize } from './attribute-values.ts';
import { holds } from './evaluate-condition.ts';
import { ExpressionContext, invalid, type Placeholders } from './expression-context.ts';
import { parseCondition, parseUpdate } from './parse-expressions.ts';
import type { TableModel } from './table-model.ts';

/** A write that has been checked and waits to be carried out. */
export interface Prepared {
  pk: string;
  sk: string;
  allowed: boolean;
  before: Item | undefined;
  after: Item | undefined;
  apply(): void;
}

interface Conditional extends Placeholders {
  ConditionExpression?: string;
}

/** A put: the item replaces whatever has its key. */
export function putAction(table: TableModel, input: Conditional & { Item?: Item }): Prepared {
  const item = input.Item ?? {};
  const { pk, sk } = table.keyOf(item);
  if (itemSize(item) > 400 * 1024) throw invalid('Item size has exceeded the maximum allowed size');
  return prepared(table, pk, sk, input, () => item);
}

/** An update: creates the item if it isn't there. */
export function updateAction(
  table: TableModel,
  input: Conditional & { Key?: Item; UpdateExpression?: string },
): Prepared {
  const { pk, sk } = table.exactKey(input.Key);
  const update = input.UpdateExpression === undefined ? undefined : parseUpdate(input.UpdateExpression);
  return prepared(table, pk, sk, input, (before, context) => {
    const start = before ?? { ...input.Key };
    return update ? applyUpdate(update, start, context) : start;
  });
}

export function deleteAction(table: TableModel, input: Conditional & { Key?: Item }): Prepared {
  const { pk, sk } = table.exactKey(input.Key);
  return prepared(table, pk, sk, input, () => undefined);
}

/** The part of a transaction that only looks. */
export function checkAction(table: TableModel, input: Conditional & { Key?: Item }): Prepared {
  const { pk, sk } = table.exactKey(input.Key);
  return prepared(table, pk, sk, input, (before) => before);
}

function prepared(
  table: TableModel,
  pk: string,
  sk: string,
  input: Conditional,
  change: (before: Item | undefined, context: ExpressionContext) => Item | undefined,
): Prepared {
  const context = new ExpressionContext(input);
  const before = table.get(pk, sk);
  const condition =
    input.ConditionExpression === undefined
      ? undefined
      : parseCondition(input.ConditionExpression, 'ConditionExpression');
  const allowed = condition === undefined || holds(condition, before, context);
  const after = change(before, context);
  context.checkAllUsed();
  const apply = () => {
    if (after === before) return;
    if (after) table.put(after);
    else table.delete(pk, sk);
  };
  return { pk, sk, allowed, before, after, apply };
}
