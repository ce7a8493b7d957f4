import type { Comparator, Condition, Operand, SetValue, Update } from './expression-syntax.ts';
import { TokenReader } from './token-reader.ts';

const comparators = ['=', '<>', '<', '<=', '>', '>='];
const functions = ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains'];
type FunctionName = Extract<Condition, { type: 'call' }>['name'];

const conditions = new Map<string, Condition>();
const updates = new Map<string, Update>();

/** Parses a condition, filter or key condition. @throws ValidationException on a syntax error */
export function parseCondition(expression: string, kind: string): Condition {
  const known = conditions.get(expression);
  if (known) return known;
  const reader = new TokenReader(expression, kind);
  const condition = parseOr(reader);
  if (!reader.done) throw reader.error('something follows the condition');
  conditions.set(expression, condition);
  return condition;
}

function parseOr(reader: TokenReader): Condition {
  let left = parseAnd(reader);
  while (reader.take('OR')) left = { type: 'or', left, right: parseAnd(reader) };
  return left;
}

function parseAnd(reader: TokenReader): Condition {
  let left = parseNot(reader);
  while (reader.take('AND')) left = { type: 'and', left, right: parseNot(reader) };
  return left;
}

function parseNot(reader: TokenReader): Condition {
  if (reader.take('NOT')) return { type: 'not', inner: parseNot(reader) };
  if (reader.take('(')) {
    const inner = parseOr(reader);
    reader.expect(')');
    return inner;
  }
  return functions.includes(reader.peek()) ? parseCall(reader) : parseComparison(reader);
}

function parseCall(reader: TokenReader): Condition {
  const name = reader.next() as FunctionName;
  reader.expect('(');
  const args = parseList(reader, () => reader.operand());
  reader.expect(')');
  return { type: 'call', name, args };
}

function parseComparison(reader: TokenReader): Condition {
  const left = reader.operand();
  if (reader.take('BETWEEN')) {
    const low = reader.operand();
    reader.expect('AND');
    return { type: 'between', value: left, low, high: reader.operand() };
  }
  if (reader.take('IN')) {
    reader.expect('(');
    const list = parseList<Operand>(reader, () => reader.operand());
    reader.expect(')');
    return { type: 'in', value: left, list };
  }
  const comparator = reader.next();
  if (!comparators.includes(comparator)) throw reader.error('a comparison is missing');
  return { type: 'compare', left, comparator: comparator as Comparator, right: reader.operand() };
}

/** Parses an update expression. @throws ValidationException on a syntax error */
export function parseUpdate(expression: string): Update {
  const known = updates.get(expression);
  if (known) return known;
  const reader = new TokenReader(expression, 'UpdateExpression');
  const update: Update = { set: [], remove: [], add: [], delete: [] };
  const withValue = () => ({ path: reader.path(), value: reader.operand() });
  while (!reader.done) {
    if (reader.take('SET')) {
      update.set.push(
        ...parseList(reader, () => {
          const path = reader.path();
          reader.expect('=');
          return { path, value: parseSetValue(reader) };
        }),
      );
    } else if (reader.take('REMOVE')) update.remove.push(...parseList(reader, () => reader.path()));
    else if (reader.take('ADD')) update.add.push(...parseList(reader, withValue));
    else if (reader.take('DELETE')) update.delete.push(...parseList(reader, withValue));
    else throw reader.error('a clause is missing');
  }
  updates.set(expression, update);
  return update;
}

function parseSetValue(reader: TokenReader): SetValue {
  const left = parseSetTerm(reader);
  if (reader.take('+')) return { type: 'plus', left, right: parseSetTerm(reader) };
  if (reader.take('-')) return { type: 'minus', left, right: parseSetTerm(reader) };
  return left;
}

function parseSetTerm(reader: TokenReader): SetValue {
  if (reader.peek(1) !== '(') return reader.operand();
  const name = reader.next();
  reader.expect('(');
  let value: SetValue;
  if (name === 'if_not_exists') {
    const path = reader.path();
    reader.expect(',');
    value = { type: name, path, otherwise: parseSetTerm(reader) };
  } else if (name === 'list_append') {
    const left = parseSetTerm(reader);
    reader.expect(',');
    value = { type: name, left, right: parseSetTerm(reader) };
  } else throw reader.error('an unknown function is called');
  reader.expect(')');
  return value;
}

function parseList<T>(reader: TokenReader, one: () => T): T[] {
  const list = [one()];
  while (reader.take(',')) list.push(one());
  return list;
}
