import { open } from 'node:fs/promises';
import type { Extractor } from '../normalize/extractor.ts';
import { type ExtractorName, extractors } from '../normalize/extractor.ts';
import { readPage, readPageSet } from '../normalize/page-set.ts';
import { textOfHtml } from '../normalize/text-of-html.ts';
import { finish } from '../support/child.ts';
import { useOneProcessor } from '../support/one-processor.ts';

// Takes a page set through one extractor, page by page: reading a page and writing the answer are not measured.
const [name = '', folder = '', output = '', warmUp = '0'] = process.argv.slice(2);
if (!(name in extractors)) throw new Error(`There is no extractor ${name}.`);
const { extractor } = (await import(`../normalize/extractors/${name as ExtractorName}.ts`)) as {
  extractor: Extractor;
};
useOneProcessor();
// Libraries that complain of a page do so on the console.
console.log = console.warn = console.error = () => undefined;

const pages = await readPageSet(folder);
const answers = await open(output, 'w');
const atStartKB = process.resourceUsage().maxRSS;
for (const { truth, path } of pages.slice(0, Number(warmUp))) {
  const page = { bytes: await readPage(path), url: truth.url ?? '' };
  await extractor.extract(page).catch(() => undefined);
}
let cpuMs = 0;
let slowestMs = 0;
for (const { truth, path } of pages) {
  const page = { bytes: await readPage(path), url: truth.url ?? '' };
  const before = process.cpuUsage();
  const found = await extractor.extract(page).catch(() => undefined);
  const { user, system } = process.cpuUsage(before);
  cpuMs += (user + system) / 1000;
  slowestMs = Math.max(slowestMs, (user + system) / 1000);
  if (found === undefined) continue;
  const { html, ...fields } = found;
  await answers.write(`${JSON.stringify({ id: truth.id, ...fields, text: textOfHtml(html) })}\n`);
}
await answers.close();
finish({ cpuMs, slowestMs, peakKB: process.resourceUsage().maxRSS, atStartKB });
