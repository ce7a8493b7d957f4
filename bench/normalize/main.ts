import { writeFile } from 'node:fs/promises';
import { UsageError } from '../../shared/errors.ts';
import { withFolder } from '../support/folders.ts';
import { normalizeUsage, parseNormalizeArguments } from './arguments.ts';
import { measureNormalize } from './measure.ts';
import { writeOwnPages } from './own-pages.ts';
import { normalizeJson, normalizeTable } from './print.ts';
import { qualitySpeedChart } from './quality-speed-chart.ts';

async function run(args: string[]): Promise<void> {
  const { help, json, pages, names, rounds, answersTo, chart } = parseNormalizeArguments(args);
  if (help) {
    process.stdout.write(normalizeUsage());
    return;
  }
  await withFolder(async (folder) => {
    if (pages === undefined) await writeOwnPages(folder);
    const progress = (message: string): void => void process.stderr.write(`${message}\n`);
    const results = await measureNormalize(pages ?? folder, { names, rounds, answersTo, progress });
    process.stdout.write(json ? normalizeJson(results, rounds) : normalizeTable(results, rounds));
    if (chart !== undefined) await writeFile(chart, qualitySpeedChart(results));
  });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
