import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { startFolder } from '../start-folder.ts';
import { print, visible } from '../terminal.ts';

interface ValidateOptions {
  json?: true;
  strict?: true;
}

/** `dropwire validate URL|FILE...`: judges feeds by their specifications and by what readers trip over. */
export function registerValidate(program: Command): void {
  program
    .command('validate')
    .description('check feeds: well-formed, and by the rules of JSON Feed 1.1, RSS 2.0 and Atom')
    .argument('<feed...>', 'addresses or files')
    .option('--strict', 'exit with status 1 for warnings too')
    .option('--json', 'print a line of JSON for each feed')
    .action(runValidate);
}

async function runValidate(sources: string[], { json, strict }: ValidateOptions): Promise<void> {
  const { validateFeed, reportAsText } = await import('../validate/validate-feed.ts');
  const folder = startFolder();
  for (const source of sources) {
    const report = await validateFeed(source, resolve(folder, source));
    const text = reportAsText(report).split('\n').map(visible).join('\n');
    await print(`${json ? JSON.stringify(report) : text}\n`);
    if (!report.ok || (strict && report.problems.length > 0)) process.exitCode = exitCodes.failed;
  }
}
