import { availableParallelism, cpus } from 'node:os';
import { type Figure, type Goal, isMet, type Row } from './figure.ts';

/** A figure after its run. */
export interface Outcome {
  figure: Pick<Figure, 'name' | 'title' | 'alternative'>;
  rows: Row[];
  /** Why it could not be measured. */
  error?: string;
  seconds: number;
}

/** Facts without which the numbers mean nothing. */
export function machine(): Record<string, string | number> {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    processors: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
  };
}

/** The results for programs: every row with its goal and whether it is met. */
export function toJson(outcomes: Outcome[], quick: boolean): string {
  const figures = outcomes.map(({ figure, rows, error, seconds }) => ({
    name: figure.name,
    title: figure.title,
    alternative: figure.alternative,
    seconds: Math.round(seconds),
    error,
    rows: rows.map((row) => ({ ...row, met: isMet(row) })),
  }));
  return `${JSON.stringify({ machine: machine(), quick, figures }, null, 2)}\n`;
}

/** The results for people: a table in Markdown. What falls short says so. */
export function toTable(outcomes: Outcome[]): string {
  const lines = [
    '| figure | | ours | alternative | value | goal | |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- |',
  ];
  for (const { figure, rows, error } of outcomes) {
    if (error !== undefined) lines.push(`| ${figure.title} | not measured: ${error} | | | | | **no** |`);
    for (const row of rows) lines.push(line(figure, row));
  }
  const notes = outcomes.flatMap(({ figure, rows }) =>
    rows.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${figure.name}, ${what}: ${note}`])),
  );
  const facts = Object.values(machine()).join(', ');
  return [...lines, '', ...notes, '', `Measured on ${facts}.`, ''].join('\n');
}

function line({ title }: Pick<Figure, 'title'>, row: Row): string {
  const { what, ours, alternative, unit, value, goal } = row;
  const met = isMet(row);
  const cells = [
    title,
    what,
    ours === undefined ? '' : `${number(ours)} ${unit}`,
    alternative === undefined ? '' : `${number(alternative)} ${unit}`,
    alternative === undefined ? `${number(value)} ${unit}` : `${number(value)} x`,
    goal === undefined ? '' : goalText(goal),
    met === undefined ? '' : met ? 'met' : '**not met**',
  ];
  return `| ${cells.join(' | ')} |`;
}

const goalText = (goal: Goal): string =>
  'atMost' in goal ? `<= ${number(goal.atMost)}` : `>= ${number(goal.atLeast)}`;

/** Three significant digits, with separators in what is large. */
function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
