import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { dynamoDbError } from '../service-error.ts';
import type { Item } from './attribute-values.ts';
import type { Operand, Path } from './expression-syntax.ts';

/** The placeholders that a request defines. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

/**
 * Resolves placeholders, and knows which of them were used: DynamoDB refuses a request that defines
 * one it doesn't use, or uses one it doesn't define.
 */
export class ExpressionContext {
  readonly #names: Record<string, string>;
  readonly #values: Item;
  readonly #unused: Set<string>;

  constructor({ ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Placeholders) {
    this.#names = ExpressionAttributeNames;
    this.#values = ExpressionAttributeValues;
    this.#unused = new Set([...Object.keys(this.#names), ...Object.keys(this.#values)]);
  }

  name(step: string): string {
    if (!step.startsWith('#')) return step;
    const name = this.#names[step];
    if (name === undefined) throw invalid(`An expression attribute name used is not defined: ${step}`);
    this.#unused.delete(step);
    return name;
  }

  value(placeholder: string): AttributeValue {
    const value = this.#values[placeholder];
    if (value === undefined)
      throw invalid(`An expression attribute value used is not defined: ${placeholder}`);
    this.#unused.delete(placeholder);
    return value;
  }

  /** Where a path leads in an item; undefined when nothing is there. */
  at(item: Item | undefined, path: Path): AttributeValue | undefined {
    let value: AttributeValue | undefined = { M: item ?? {} };
    for (const step of path) {
      if (value === undefined) return undefined;
      value = typeof step === 'number' ? value.L?.[step] : value.M?.[this.name(step)];
    }
    return value;
  }

  operand(operand: Operand, item: Item | undefined): AttributeValue | undefined {
    if (operand.type === 'value') return this.value(operand.name);
    const value = this.at(item, operand.path);
    if (operand.type === 'path' || value === undefined) return value;
    const size =
      value.S?.length ?? value.L?.length ?? value.B?.byteLength ?? Object.keys(value.M ?? {}).length;
    return { N: String(size) };
  }

  /** @throws ValidationException when a placeholder was defined for nothing */
  checkAllUsed(): void {
    if (this.#unused.size === 0) return;
    throw invalid(`Value unused in expressions: keys: {${[...this.#unused].join(', ')}}`);
  }
}

export const invalid = (message: string): Error => dynamoDbError('ValidationException', message);
