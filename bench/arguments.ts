import { parseArgs } from 'node:util';
import { UsageError } from '../shared/errors.ts';

export interface BenchArguments {
  help: boolean;
  json: boolean;
  quick: boolean;
  /** Names of figures; empty: all. */
  only: string[];
  /** Folder for the charts; undefined: none are written. */
  charts: string | undefined;
}

/** @throws UsageError `bench-arguments` naming what is wrong */
export function parseBenchArguments(args: string[], names: string[]): BenchArguments {
  let values: { help?: boolean; json?: boolean; quick?: boolean; only?: string; charts?: string };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        only: { type: 'string' },
        charts: { type: 'string' },
      },
    }));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError('bench-arguments', `${message}. See npm run bench -- --help.`, { cause });
  }
  const only = values.only?.split(',').map((name) => name.trim()) ?? [];
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(
      'bench-arguments',
      `There is no figure ${unknown.join(', ')}. There are ${names.join(', ')}.`,
    );
  }
  const { help = false, json = false, quick = false, charts } = values;
  return { help, json, quick, only, charts };
}

/** What `--help` prints. */
export function usage(figures: { name: string; title: string }[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return [
    'Measures Dropwire beside an alternative in the same run.',
    '',
    '  npm run bench -- [--only NAME,...] [--quick] [--json] [--charts DIR]',
    '',
    '  --only NAME,...  these figures only',
    '  --quick          smaller workloads, for a first look',
    '  --json           results for programs',
    '  --charts DIR     write the charts as SVG into this folder',
    '  --help           print this',
    '',
    'Exit status: 0 measured, 1 a figure failed, 2 called wrongly.',
    'Progress goes to standard error, results to standard output. Figures:',
    '',
    ...figures.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`),
    '',
  ].join('\n');
}
