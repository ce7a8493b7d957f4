import { compareValues, equalValues, type Item, kindOf } from './attribute-values.ts';
import type { ExpressionContext } from './expression-context.ts';
import type { Comparator, Condition, Operand } from './expression-syntax.ts';

/** Whether a condition holds for an item, which may be absent. Comparisons with a missing attribute fail, `<>` holds. */
export function holds(condition: Condition, item: Item | undefined, context: ExpressionContext): boolean {
  switch (condition.type) {
    case 'and': {
      // Both sides are looked at, so that every placeholder counts as used.
      const [left, right] = both(condition, item, context);
      return left && right;
    }
    case 'or': {
      const [left, right] = both(condition, item, context);
      return left || right;
    }
    case 'not':
      return !holds(condition.inner, item, context);
    case 'compare':
      return compare(condition.left, condition.comparator, condition.right, item, context);
    case 'between': {
      const { value, low, high } = condition;
      const above = compare(value, '>=', low, item, context);
      const below = compare(value, '<=', high, item, context);
      return above && below;
    }
    case 'in':
      return condition.list
        .map((each) => compare(condition.value, '=', each, item, context))
        .some((equal) => equal);
    case 'call':
      return call(condition, item, context);
  }
}

function both(
  { left, right }: { left: Condition; right: Condition },
  item: Item | undefined,
  context: ExpressionContext,
): [boolean, boolean] {
  return [holds(left, item, context), holds(right, item, context)];
}

function compare(
  left: Operand,
  comparator: Comparator,
  right: Operand,
  item: Item | undefined,
  context: ExpressionContext,
): boolean {
  const a = context.operand(left, item);
  const b = context.operand(right, item);
  if (comparator === '<>') return a === undefined || b === undefined || !equalValues(a, b);
  if (a === undefined || b === undefined) return false;
  if (comparator === '=') return equalValues(a, b);
  const order = compareValues(a, b);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function call(
  { name, args }: Extract<Condition, { type: 'call' }>,
  item: Item | undefined,
  context: ExpressionContext,
): boolean {
  const [value, other] = args.map((arg) => context.operand(arg, item));
  switch (name) {
    case 'attribute_exists':
      return value !== undefined;
    case 'attribute_not_exists':
      return value === undefined;
    case 'attribute_type':
      return value !== undefined && kindOf(value) === other?.S;
    case 'begins_with':
      return value?.S !== undefined && other?.S !== undefined && value.S.startsWith(other.S);
    case 'contains': {
      if (value === undefined || other === undefined) return false;
      if (value.S !== undefined) return other.S !== undefined && value.S.includes(other.S);
      const members = value.L ?? value.SS?.map((S) => ({ S })) ?? value.NS?.map((N) => ({ N })) ?? [];
      return members.some((member) => equalValues(member, other));
    }
  }
}
