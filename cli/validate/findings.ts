/** Something that a feed does wrong, or that readers trip over. */
export interface Problem {
  /** An `error` breaks the format's specification; a `warning` is allowed, and some readers fail with it. */
  severity: 'error' | 'warning';
  /** Stable name of the rule. */
  rule: string;
  message: string;
  /** From 1; absent when it concerns no single place. */
  line?: number;
  column?: number;
}

/** What stands at a line of a document. */
export interface Place {
  line?: number;
  column?: number;
}

/** Gathers the problems of one document; the same rule is told so many times, then only counted. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly #counts = new Map<string, number>();

  error(rule: string, message: string, at: Place = {}): void {
    this.#add({ severity: 'error', rule, message, line: at.line, column: at.column });
  }

  warning(rule: string, message: string, at: Place = {}): void {
    this.#add({ severity: 'warning', rule, message, line: at.line, column: at.column });
  }

  /** How often each rule was broken beyond what was told. */
  untold(): [rule: string, count: number][] {
    return [...this.#counts].flatMap(([rule, count]) =>
      count > mostOfOne ? [[rule, count - mostOfOne]] : [],
    );
  }

  #add(problem: Problem): void {
    const count = (this.#counts.get(problem.rule) ?? 0) + 1;
    this.#counts.set(problem.rule, count);
    if (count <= mostOfOne) this.problems.push(problem);
  }
}

const mostOfOne = 10;
