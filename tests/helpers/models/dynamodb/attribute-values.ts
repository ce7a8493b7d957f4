import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compareUtf8 } from '../sorted-map.ts';

/** An item in DynamoDB's wire format, as `marshall()` makes it. */
export type Item = Record<string, AttributeValue>;

type Kind = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

/** Type descriptor of a value: its only member that is set. */
export function kindOf(value: AttributeValue): Kind {
  for (const kind in value) {
    if ((value as unknown as Record<string, unknown>)[kind] !== undefined) return kind as Kind;
  }
  throw new TypeError('An attribute value names no type.');
}

const contentOf = (value: AttributeValue): unknown =>
  (value as unknown as Record<string, unknown>)[kindOf(value)];

/**
 * Order of two values: negative, zero or positive; undefined where DynamoDB can't compare them
 * (values of different types, and types other than string, number and binary).
 */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareUtf8(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

function compareNumbers(a: string, b: string): number {
  const whole = /^-?\d+$/;
  if (!whole.test(a) || !whole.test(b)) return Number(a) - Number(b);
  const [left, right] = [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Equality of two values of any type; sets are equal whatever their order. */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  const order = compareValues(a, b);
  if (order !== undefined) return order === 0;
  if (a.L && b.L) {
    const other = b.L;
    return (
      a.L.length === other.length && a.L.every((value, i) => equalValues(value, other[i] ?? ({} as never)))
    );
  }
  if (a.M && b.M) {
    const other = b.M;
    const names = Object.keys(a.M);
    const mine = a.M;
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => {
        const [left, right] = [mine[name], other[name]];
        return left !== undefined && right !== undefined && equalValues(left, right);
      })
    );
  }
  return JSON.stringify(sorted(contentOf(a))) === JSON.stringify(sorted(contentOf(b)));
}

const sorted = (content: unknown): unknown => (Array.isArray(content) ? content.map(String).sort() : content);

/** Bytes that an item counts for: names and values (DynamoDB developer guide, "Item sizes and formats"). */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + valueSize(value);
  return size;
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return 3 + itemSize(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return 3 + sum(value.L.map((each) => valueSize(each) + 1));
  if (value.SS !== undefined) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map((bytes) => bytes.byteLength));
  return 1;
}

const numberSize = (digits: string): number => Math.ceil(digits.replace(/[-.]/g, '').length / 2) + 1;
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

/** A copy that nobody can change, so that what the table holds is safe from its readers and writers. */
export function frozenCopy<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return value.slice() as T;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) copy[name] = frozenCopy(member);
  }
  return Object.freeze(copy) as T;
}
