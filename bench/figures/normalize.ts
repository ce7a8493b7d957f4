import type { Figure, Row } from '../figure.ts';
import { type ExtractorName, extractorNames } from '../normalize/extractor.ts';
import { heapLimitMB, type Measured, measureNormalize, warmUpPages } from '../normalize/measure.ts';
import { ownPageCount, writeOwnPages } from '../normalize/own-pages.ts';
import { withFolder } from '../support/folders.ts';

/** A line for each extractor: speed, with quality beside it. */
function rowsOf(results: ReadonlyMap<ExtractorName, Measured>): Row[] {
  const ours = results.get('dropwire');
  const rows: Row[] = [];
  for (const [name, measured] of results) {
    if (ours === undefined || name === 'dropwire') continue;
    const { pagesPerSecond, f1 } = measured;
    rows.push({
      what: `pages per CPU second, beside ${name}`,
      unit: 'pages',
      ours: ours.pagesPerSecond,
      alternative: pagesPerSecond,
      value: ours.pagesPerSecond / pagesPerSecond,
      ...(name.startsWith('readability') && { goal: { atLeast: 2 } }),
    });
    rows.push({
      what: `body F1, beside ${name}`,
      unit: '',
      ours: ours.f1,
      alternative: f1,
      value: ours.f1 / f1,
      goal: { atLeast: 1 },
    });
  }
  if (ours !== undefined) {
    rows.push({
      what: `peak memory with a heap of ${heapLimitMB} MB`,
      unit: 'MB',
      value: ours.peakMB ?? Number.POSITIVE_INFINITY,
      note:
        ours.peakMB === undefined
          ? 'ran out of memory'
          : `${Math.round(ours.atStartMB ?? 0)} MB of it before the first page`,
    });
  }
  return rows;
}

export const normalize: Figure = {
  name: 'normalize',
  title: `finding the article in ${ownPageCount} mixed pages`,
  alternative: 'other libraries; pages of the web are for bench:normalize -- --pages',
  run: ({ quick, progress }) =>
    withFolder(async (folder) => {
      await writeOwnPages(folder);
      progress(`after ${warmUpPages} pages to warm up`);
      const names = quick ? (['dropwire', 'readability'] as const) : extractorNames;
      return rowsOf(await measureNormalize(folder, { names, rounds: quick ? 1 : 3, progress }));
    }),
};
