import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-values.ts';
import { type ExpressionContext, invalid } from './expression-context.ts';
import type { Path, SetValue, Update } from './expression-syntax.ts';

/** The item after an update; every value is computed from the item as it was. */
export function applyUpdate(update: Update, before: Item, context: ExpressionContext): Item {
  const after: Item = structuredClone(before);
  const changes: (() => void)[] = [];
  for (const { path, value } of update.set) {
    const result = setValue(value, before, context);
    changes.push(() => put(after, path, result, context));
  }
  for (const { path, value } of update.add) {
    const result = added(context.at(before, path), context.operand(value, before));
    changes.push(() => put(after, path, result, context));
  }
  for (const { path, value } of update.delete) {
    const rest = removed(context.at(before, path), context.operand(value, before));
    changes.push(() => put(after, path, rest, context));
  }
  for (const path of update.remove) changes.push(() => put(after, path, undefined, context));
  for (const change of changes) change();
  return after;
}

function setValue(value: SetValue, item: Item, context: ExpressionContext): AttributeValue {
  switch (value.type) {
    case 'plus':
    case 'minus': {
      const left = setValue(value.left, item, context).N;
      const right = setValue(value.right, item, context).N;
      if (left === undefined || right === undefined) throw invalid('An operand is no number.');
      return { N: String(Number(left) + (value.type === 'plus' ? 1 : -1) * Number(right)) };
    }
    case 'if_not_exists': {
      const otherwise = setValue(value.otherwise, item, context);
      return context.at(item, value.path) ?? otherwise;
    }
    case 'list_append': {
      const left = setValue(value.left, item, context).L;
      const right = setValue(value.right, item, context).L;
      if (!left || !right) throw invalid('An operand is no list.');
      return { L: [...left, ...right] };
    }
    default: {
      const found = context.operand(value, item);
      if (!found)
        throw invalid('The provided expression refers to an attribute that does not exist in the item');
      return found;
    }
  }
}

function added(current: AttributeValue | undefined, value: AttributeValue | undefined): AttributeValue {
  if (value?.N !== undefined) return { N: String(Number(current?.N ?? '0') + Number(value.N)) };
  if (value?.SS !== undefined) return { SS: [...new Set([...(current?.SS ?? []), ...value.SS])] };
  if (value?.NS !== undefined) return { NS: [...new Set([...(current?.NS ?? []), ...value.NS])] };
  throw invalid('ADD takes a number or a set.');
}

function removed(
  current: AttributeValue | undefined,
  value: AttributeValue | undefined,
): AttributeValue | undefined {
  if (value?.SS === undefined) throw invalid('DELETE takes a set of strings here.');
  const gone = value.SS;
  const left = current?.SS?.filter((member) => !gone.includes(member)) ?? [];
  return left.length > 0 ? { SS: left } : undefined;
}

function put(item: Item, path: Path, value: AttributeValue | undefined, context: ExpressionContext): void {
  const last = path[path.length - 1];
  const holder = path.length === 1 ? { M: item } : context.at(item, path.slice(0, -1));
  if (typeof last === 'string' && holder?.M) {
    if (value === undefined) delete holder.M[context.name(last)];
    else holder.M[context.name(last)] = value;
  } else if (typeof last === 'number' && holder?.L) {
    if (value === undefined) holder.L.splice(last, 1);
    else holder.L[Math.min(last, holder.L.length)] = value;
  } else throw invalid('The document path provided in the update expression is invalid for update');
}
