import { parseArgs } from 'node:util';
import { UsageError } from '../../shared/errors.ts';
import { type ExtractorName, extractorNames, extractors } from './extractor.ts';

export interface NormalizeArguments {
  help: boolean;
  json: boolean;
  /** A page set; undefined: our own pages. */
  pages: string | undefined;
  names: ExtractorName[];
  rounds: number;
  answersTo: string | undefined;
  /** File for the chart. */
  chart: string | undefined;
}

/** @throws UsageError `bench-arguments` naming what is wrong */
export function parseNormalizeArguments(args: string[]): NormalizeArguments {
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(args));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError('bench-arguments', `${message}. See npm run bench:normalize -- --help.`, { cause });
  }
  const { help = false, json = false, pages, only, rounds = '1', answers, chart } = values;
  if (!/^[1-9]\d?$/.test(rounds)) {
    throw new UsageError('bench-arguments', `--rounds ${rounds} is no number from 1 to 99.`);
  }
  const names = namesOf(only);
  return { help, json, pages, names, rounds: Number(rounds), answersTo: answers, chart };
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      json: { type: 'boolean' },
      pages: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      answers: { type: 'string' },
      chart: { type: 'string' },
    },
  });

function namesOf(only: string | undefined): ExtractorName[] {
  if (only === undefined) return extractorNames;
  return only.split(',').map((each) => {
    const name = extractorNames.find((known) => known === each.trim());
    if (name !== undefined) return name;
    throw new UsageError(
      'bench-arguments',
      `There is no extractor ${each}. There are ${extractorNames.join(', ')}.`,
    );
  });
}

/** What `--help` prints. */
export function normalizeUsage(): string {
  const width = Math.max(...extractorNames.map(({ length }) => length));
  return [
    'Measures how well, how fast and in how much memory articles are found in pages, by us and by libraries.',
    '',
    '  npm run bench:normalize -- [--pages DIR] [--only NAME,...] [--rounds N] [--json] [--answers DIR] [--chart FILE]',
    '',
    '  --pages DIR      a folder of pages with what is true of them; else 200 pages made up for it',
    '  --only NAME,...  these extractors only',
    '  --rounds N       processes for each, in turns; speed is the median (1)',
    '  --json           results for programs',
    '  --answers DIR    keep what each extractor said, a line of JSON for each page',
    '  --chart FILE     write quality against speed as SVG',
    '  --help           print this',
    '',
    'Exit status: 0 measured, 1 failed, 2 called wrongly.',
    '',
    'DIR holds pages/<id>.html or pages/<id>.html.gz, and gold.ndjson with a line for each page:',
    '  {"id": "0001", "url": "https://…", "title": "…", "author": "A Name, Another", "date": "2026-01-31", "text": "…"}',
    '  null where the page states nothing; text is the article without its title, blocks apart by line ends.',
    '',
    ...extractorNames.map((name) => `  ${name.padEnd(width)}  ${extractors[name]}`),
    '',
  ].join('\n');
}
