import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { SortedMap } from '../sorted-map.ts';
import type { Item } from './attribute-values.ts';
import { holds } from './evaluate-condition.ts';
import { ExpressionContext, invalid } from './expression-context.ts';
import type { Condition, Operand } from './expression-syntax.ts';
import { parseCondition } from './parse-expressions.ts';
import type { StoredItem, TableModel } from './table-model.ts';

/** A page ends after so many bytes of items that were looked at. */
const pageBytes = 1024 * 1024;

/** What Query and Scan answer. */
export interface Page {
  Items?: Item[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Item;
}

/** One page of a partition, in either direction, from the start key on. */
export function query(table: TableModel, input: QueryCommandInput): Page {
  const context = new ExpressionContext(input);
  const keyCondition = parseCondition(input.KeyConditionExpression ?? '', 'KeyConditionExpression');
  const { pk, range } = keyRange(table, keyCondition, context);
  const partition = table.partition(pk);
  const filter = preparedFilter(input, context);
  const ascending = input.ScanIndexForward ?? true;
  const start = input.ExclusiveStartKey && table.exactKey(input.ExclusiveStartKey).sk;
  const found: (StoredItem & { pk: string; sk: string })[] = [];
  const rest = partition ? walk(partition, range(partition), ascending, start) : [];
  const most = limitOf(input);
  let bytes = 0;
  let ended = true;
  for (const sk of rest) {
    const stored = partition?.get(sk);
    if (!stored) continue;
    found.push({ ...stored, pk, sk });
    bytes += stored.bytes;
    if (found.length === most || bytes >= pageBytes) {
      ended = false;
      break;
    }
  }
  return page(table, found, ended, filter, input);
}

/** One page of the whole table. */
export function scan(table: TableModel, input: ScanCommandInput): Page {
  const context = new ExpressionContext(input);
  const filter = preparedFilter(input, context);
  const start = input.ExclusiveStartKey && table.exactKey(input.ExclusiveStartKey);
  const found: (StoredItem & { pk: string; sk: string })[] = [];
  let waiting = start !== undefined;
  let bytes = 0;
  let ended = true;
  for (const stored of table.items()) {
    if (waiting && start) {
      const past = stored.pk > start.pk || (stored.pk === start.pk && stored.sk > start.sk);
      if (!past) continue;
      waiting = false;
    }
    found.push(stored);
    bytes += stored.bytes;
    if (found.length === limitOf(input) || bytes >= pageBytes) {
      ended = false;
      break;
    }
  }
  return page(table, found, ended, filter, input);
}

type Range = (partition: SortedMap<StoredItem>) => [number, number];

/** Reads a key condition: the partition, and where its matching sort keys lie. */
function keyRange(
  table: TableModel,
  condition: Condition,
  context: ExpressionContext,
): { pk: string; range: Range } {
  const parts = condition.type === 'and' ? [condition.left, condition.right] : [condition];
  const isPartition = (part: Condition): boolean =>
    part.type === 'compare' &&
    part.comparator === '=' &&
    part.left.type === 'path' &&
    context.name(String(part.left.path[0])) === table.partitionKey;
  const partition = parts.find(isPartition);
  const sort = parts.find((part) => part !== partition);
  if (partition?.type !== 'compare') throw invalid('Query condition missed key schema element');
  const pk = textOf(partition.right, context);
  return { pk, range: sort ? sortRange(table, sort, context) : ({ size }) => [0, size] };
}

function sortRange(table: TableModel, condition: Condition, context: ExpressionContext): Range {
  const subject =
    condition.type === 'compare'
      ? condition.left
      : condition.type === 'between'
        ? condition.value
        : condition.type === 'call'
          ? condition.args[0]
          : undefined;
  if (subject?.type !== 'path' || context.name(String(subject.path[0])) !== table.sortKey) {
    throw invalid('Query key condition not supported');
  }
  if (condition.type === 'between') {
    const low = textOf(condition.low, context);
    const high = textOf(condition.high, context);
    if (low > high)
      throw invalid('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
    return (partition) => [partition.lowerBound(low), partition.upperBound(high)];
  }
  if (condition.type === 'call' && condition.name === 'begins_with') {
    const prefix = textOf(condition.args[1], context);
    return (partition) => partition.rangeOf(prefix);
  }
  if (condition.type !== 'compare' || condition.comparator === '<>') {
    throw invalid('Invalid operator used in KeyConditionExpression');
  }
  const { comparator } = condition;
  const bound = textOf(condition.right, context);
  return (partition) => {
    const from = comparator === '>' ? partition.upperBound(bound) : partition.lowerBound(bound);
    if (comparator === '>' || comparator === '>=') return [from, partition.size];
    const to = comparator === '<' ? partition.lowerBound(bound) : partition.upperBound(bound);
    return [comparator === '=' ? from : 0, to];
  };
}

function textOf(operand: Operand | undefined, context: ExpressionContext): string {
  const text = operand?.type === 'value' ? context.value(operand.name).S : undefined;
  if (text === undefined) throw invalid('A key is compared with a string here.');
  return text;
}

function* walk(
  partition: SortedMap<StoredItem>,
  [from, to]: [number, number],
  ascending: boolean,
  start: string | undefined,
): Generator<string> {
  const { keys } = partition;
  if (ascending) {
    const first = start === undefined ? from : Math.max(from, partition.upperBound(start));
    for (let at = first; at < to; at++) yield keys[at] as string;
  } else {
    const last = start === undefined ? to : Math.min(to, partition.lowerBound(start));
    for (let at = last - 1; at >= from; at--) yield keys[at] as string;
  }
}

function limitOf({ Limit }: { Limit?: number }): number {
  if (Limit === undefined) return Number.POSITIVE_INFINITY;
  if (Limit < 1) throw invalid("Value '0' at 'limit' failed to satisfy constraint");
  return Limit;
}

type Filter = (item: Item) => boolean;

function preparedFilter(input: QueryCommandInput | ScanCommandInput, context: ExpressionContext): Filter {
  const filter = input.FilterExpression
    ? parseCondition(input.FilterExpression, 'FilterExpression')
    : undefined;
  if (filter) holds(filter, undefined, context);
  for (const path of input.ProjectionExpression?.split(',') ?? []) context.name(path.trim());
  context.checkAllUsed();
  return (item) => filter === undefined || holds(filter, item, context);
}

function page(
  table: TableModel,
  found: (StoredItem & { pk: string; sk: string })[],
  ended: boolean,
  filter: Filter,
  input: QueryCommandInput | ScanCommandInput,
): Page {
  const matching = found.filter(({ item }) => filter(item)).map(({ item }) => project(item, input));
  const last = found[found.length - 1];
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: matching }),
    Count: matching.length,
    ScannedCount: found.length,
    ...(ended || !last
      ? {}
      : { LastEvaluatedKey: { [table.partitionKey]: { S: last.pk }, [table.sortKey]: { S: last.sk } } }),
  };
}

/** The attributes that a projection asks for; only top-level names are known here. */
export function project(
  item: Item,
  input: { ProjectionExpression?: string; ExpressionAttributeNames?: Record<string, string> },
): Item {
  if (input.ProjectionExpression === undefined) return { ...item };
  const projected: Item = {};
  for (const path of input.ProjectionExpression.split(',')) {
    const step = path.trim();
    const name = step.startsWith('#') ? (input.ExpressionAttributeNames?.[step] ?? '') : step;
    const value = item[name];
    if (value !== undefined) projected[name] = value;
  }
  return projected;
}
