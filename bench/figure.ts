/** What a measured value has to be. */
export type Goal = { atMost: number } | { atLeast: number };

/** One line of the result: a value of ours, mostly beside the same of the alternative. */
export interface Row {
  /** What was measured, such as `ingest` or `plain`. */
  what: string;
  /** What counts against the goal; with an alternative it is the ratio ours / alternative. */
  value: number;
  /** Unit of `ours` and `alternative`, and of `value` where there is no alternative. */
  unit: string;
  ours?: number;
  alternative?: number;
  goal?: Goal;
  /** What a reader has to know in order not to misread the value. */
  note?: string;
}

/** What a figure is given. */
export interface BenchContext {
  /** Smaller workloads, for a first look. Rows say where it made a difference. */
  quick: boolean;
  /** Tells a person what is being done; never part of the result. */
  progress(message: string): void;
}

/** One figure of the table in docs/performance.md. */
export interface Figure {
  /** For `--only`. */
  name: string;
  title: string;
  /** What it is compared with, in the same run. */
  alternative: string;
  run(context: BenchContext): Promise<Row[]>;
}

/** Whether a row reaches its goal; undefined when it has none. */
export function isMet({ value, goal }: Row): boolean | undefined {
  if (!goal) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** A row in which ours is compared with the alternative, and the goal is a ratio. */
export function ratio(
  what: string,
  unit: string,
  values: { ours: number; alternative: number },
  rest: Pick<Row, 'goal' | 'note'> = {},
): Row {
  return { what, unit, ...values, value: values.ours / values.alternative, ...rest };
}
