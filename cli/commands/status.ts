import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import { print } from '../terminal.ts';

interface StatusOptions extends StackOptions {
  json?: true;
  check?: true;
}

/** `dropwire status [KEY...]`: lists uploads and what became of them. */
export function registerStatus(program: Command): void {
  addStackOptions(
    program
      .command('status')
      .description('list uploads and what became of them')
      .argument('[key...]', 'keys in the inbox; all, and what was deleted lately, if none is named'),
  )
    .option('--json', 'print one JSON array; docs/operating.md describes it')
    .option('--check', 'exit with status 1 unless every upload listed was accepted')
    .action(showStatus);
}

async function showStatus(keys: string[], options: StatusOptions): Promise<void> {
  const { listUploads } = await import('../status/list-uploads.ts');
  const uploads = await withStack(options, (stack) => listUploads(stack, keys.length > 0 ? keys : undefined));
  if (options.json) await print(`${JSON.stringify(uploads, null, 2)}\n`);
  else await print((await import('../status/print-uploads.ts')).uploadsAsText(uploads));
  const bad = uploads.some(({ state }) => state !== 'accepted' && state !== 'deleted');
  if (options.check && bad) process.exitCode = exitCodes.failed;
}
