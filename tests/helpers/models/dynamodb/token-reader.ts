import { dynamoDbError } from '../service-error.ts';
import type { Operand, Path } from './expression-syntax.ts';

const token = /\s*(<>|<=|>=|[=<>(),.[\]+-]|[:#]?[A-Za-z0-9_]+)/y;

/** Walks over the tokens of an expression; the grammars of conditions and updates build on it. */
export class TokenReader {
  readonly #kind: string;
  readonly #tokens: string[] = [];
  #at = 0;

  /** @param kind what the expression is called in errors, such as `ConditionExpression` */
  constructor(expression: string, kind: string) {
    this.#kind = kind;
    token.lastIndex = 0;
    const text = expression.trimEnd();
    while (token.lastIndex < text.length) {
      const match = token.exec(text);
      if (!match?.[1]) throw this.error('it holds a sign that is no token');
      this.#tokens.push(match[1]);
    }
    if (this.#tokens.length === 0) throw this.error('the expression can not be empty');
  }

  error(problem: string): Error {
    const near = this.#tokens[this.#at];
    const where = near === undefined ? '' : `; near: "${near}"`;
    return dynamoDbError('ValidationException', `Invalid ${this.#kind}: Syntax error; ${problem}${where}`);
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead] ?? '';
  }

  next(): string {
    const value = this.#tokens[this.#at];
    if (value === undefined) throw this.error('it ends too early');
    this.#at += 1;
    return value;
  }

  /** Takes a keyword, in any case, or a sign, if it comes next. */
  take(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.take(word)) throw this.error(`"${word}" is missing`);
  }

  path(): Path {
    const path: Path = [this.#name()];
    for (;;) {
      if (this.take('.')) path.push(this.#name());
      else if (this.take('[')) {
        path.push(Number(this.next()));
        this.expect(']');
      } else return path;
    }
  }

  operand(): Operand {
    if (this.peek().startsWith(':')) return { type: 'value', name: this.next() };
    if (this.peek() === 'size' && this.peek(1) === '(') {
      this.next();
      this.next();
      const path = this.path();
      this.expect(')');
      return { type: 'size', path };
    }
    return { type: 'path', path: this.path() };
  }

  #name(): string {
    const name = this.next();
    if (!/^#?[A-Za-z0-9_]+$/.test(name) || /^\d/.test(name)) throw this.error('an attribute name is missing');
    return name;
  }
}
