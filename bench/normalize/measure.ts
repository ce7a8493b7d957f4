import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runWorker } from '../support/child.ts';
import { withFolder } from '../support/folders.ts';
import type { ExtractorName } from './extractor.ts';
import { readPageSet } from './page-set.ts';
import { type Answer, type Score, score } from './score.ts';

/** What one extractor did with a page set. */
export interface Measured extends Score {
  /** Of CPU time in its process while it works on a page, all threads together. */
  pagesPerSecond: number;
  slowestMs: number;
  /** Peak RSS in MB under `heapLimitMB`; undefined when it ran out of memory. */
  peakMB: number | undefined;
  /** Of these, in use before the first page. */
  atStartMB: number | undefined;
}

export interface MeasureOptions {
  names: readonly ExtractorName[];
  /** Each is a process of its own; extractors take turns. Speed is the median. */
  rounds: number;
  /** Folder that keeps what each extractor said, `<name>.ndjson`; else it isn't kept. */
  answersTo?: string;
  progress(message: string): void;
}

/** Pages that a process takes through before the clock starts. */
export const warmUpPages = 200;

/** What V8 may keep in the run that shows whether an extractor makes do with little memory. */
export const heapLimitMB = 128;

interface Run {
  cpuMs: number;
  slowestMs: number;
  peakKB: number;
  atStartKB: number;
}

/** Takes a page set through each extractor, each run in a process of its own on the same processor. */
export async function measureNormalize(
  pageSet: string,
  { names, rounds, answersTo, progress }: MeasureOptions,
): Promise<Map<ExtractorName, Measured>> {
  const truths = (await readPageSet(pageSet)).map(({ truth }) => truth);
  return withFolder(async (folder) => {
    const runs = new Map<ExtractorName, Run[]>(names.map((name) => [name, []]));
    const output = (name: ExtractorName): string => join(answersTo ?? folder, `${name}.ndjson`);
    if (answersTo !== undefined) await mkdir(answersTo, { recursive: true });
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of names) {
        progress(`${name}, round ${round} of ${rounds}`);
        const args = [name, pageSet, output(name), String(warmUpPages)];
        runs.get(name)?.push(await runWorker<Run>('normalize.ts', { args }));
      }
    }
    const measured = new Map<ExtractorName, Measured>();
    for (const name of names) {
      progress(`${name}, with a heap of ${heapLimitMB} MB`);
      const limited = await limitedRun([name, pageSet, join(folder, 'limited.ndjson'), '0']);
      const all = runs.get(name) ?? [];
      measured.set(name, {
        ...score(truths, await answersIn(output(name))),
        pagesPerSecond: truths.length / (median(all.map(({ cpuMs }) => cpuMs)) / 1000),
        slowestMs: median(all.map(({ slowestMs }) => slowestMs)),
        peakMB: limited && limited.peakKB / 1024,
        atStartMB: limited && limited.atStartKB / 1024,
      });
    }
    return measured;
  });
}

async function limitedRun(args: string[]): Promise<Run | undefined> {
  const nodeArgs = [`--max-old-space-size=${heapLimitMB}`];
  return runWorker<Run>('normalize.ts', { args, nodeArgs, quiet: true }).catch(() => undefined);
}

async function answersIn(path: string): Promise<Map<string, Answer>> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const { id, ...answer } = JSON.parse(line) as Answer & { id: string };
      return [id, answer];
    }),
  );
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
