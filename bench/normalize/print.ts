import { machine } from '../report.ts';
import { type ExtractorName, extractors } from './extractor.ts';
import { heapLimitMB, type Measured, warmUpPages } from './measure.ts';
import type { FieldScore } from './score.ts';

type Results = ReadonlyMap<ExtractorName, Measured>;

/** The results for programs. */
export function normalizeJson(results: Results, rounds: number): string {
  const setting = { rounds, warmUpPages, heapLimitMB };
  return `${JSON.stringify({ machine: machine(), setting, extractors: Object.fromEntries(results) }, null, 2)}\n`;
}

/** The results for people: a table in Markdown, and what its columns mean. */
export function normalizeTable(results: Results, rounds: number): string {
  const lines = [...results].map(([name, measured]) => row(name, measured, results.get('dropwire')));
  return [
    '| | body F1 (precision / recall) | title | authors (invented) | date (invented) | pages / CPU s | ours is | slowest page | peak memory |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    '- Body: words of the article found, as multisets; means over pages. Title, authors and day of publication: exact',
    '  once case and punctuation are folded, of the pages that state one; invented: of the pages that state none.',
    `- Speed: pages per second of CPU time, all threads; each in a process of its own on one processor, without options,`,
    `  after ${warmUpPages} pages to warm up; ${rounds === 1 ? 'one run' : `median of ${rounds} runs in turns`}. Reading files is not in it.`,
    `- Memory: peak RSS of a process with --max-old-space-size=${heapLimitMB} that takes every page once.`,
    '',
    `Measured on ${Object.values(machine()).join(', ')}.`,
    '',
  ].join('\n');
}

function row(name: ExtractorName, measured: Measured, ours: Measured | undefined): string {
  const { f1, precision, recall, title, authors, date, pagesPerSecond, slowestMs, peakMB, failed } = measured;
  const cells = [
    extractors[name] + (failed > 0 ? ` (nothing of ${failed} pages)` : ''),
    `${f1.toFixed(3)} (${precision.toFixed(3)} / ${recall.toFixed(3)})`,
    share(title.right, title.known),
    withInvented(authors),
    withInvented(date),
    pagesPerSecond.toFixed(1),
    ours === undefined || name === 'dropwire' ? '' : `${(ours.pagesPerSecond / pagesPerSecond).toFixed(2)} x`,
    `${Math.round(slowestMs)} ms`,
    peakMB === undefined ? 'out of memory' : `${Math.round(peakMB)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`;

const withInvented = ({ right, known, invented, unknown }: FieldScore): string =>
  `${share(right, known)} (${share(invented, unknown)})`;
