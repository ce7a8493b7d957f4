import type { Command } from 'commander';
import { readSiteSettings } from '../site-settings-file.ts';
import { startFolder } from '../start-folder.ts';
import { print } from '../terminal.ts';

interface PreviewOptions {
  ndjson?: true;
  json?: true;
  open?: true;
}

/**
 * `dropwire preview FILE...`: shows what uploads would become, without any server.
 * Exit code 0: every file makes an article; 1: one or more are rejected; 2: one or more can't be read.
 */
export function registerPreview(program: Command): void {
  program
    .command('preview')
    .description('normalize files without any server and print the articles as JSON')
    .argument('<file...>', 'files as they would be uploaded; a .gz is unpacked first')
    .option(
      '--ndjson',
      'one line a file, in order: {"file","ok":true,"article"} or {"file","ok":false,"code","message"}',
    )
    .option('--json', 'the same as --ndjson')
    .option('--open', 'write a readable page, print its path and open it in the browser')
    .action(previewFiles);
}

/** One file at a time: only what is being printed is in memory. */
async function previewFiles(files: string[], options: PreviewOptions): Promise<void> {
  const ndjson = options.ndjson ?? options.json;
  const { previewFile, unreadable } = await import('../preview/outcome.ts');
  const site = await readSiteSettings();
  const folder = startFolder();
  let exitCode = 0;
  for (const file of files) {
    const preview = await previewFile(file, folder, site);
    const { outcome } = preview;
    if (!outcome.ok) exitCode = Math.max(exitCode, outcome.code === unreadable ? 2 : 1);
    if (options.open) {
      const { writeReadablePage } = await import('../preview/readable-page.ts');
      const { openInBrowser } = await import('../preview/open-in-browser.ts');
      const page = await writeReadablePage(preview);
      (ndjson ? process.stderr : process.stdout).write(`${page}\n`);
      openInBrowser(page);
    }
    if (ndjson) await print(`${JSON.stringify(outcome)}\n`);
    else if (!outcome.ok) process.stderr.write(`${file}: ${outcome.message} (${outcome.code})\n`);
    else if (!options.open) {
      const shown = 'media' in outcome ? outcome.media : (outcome.articles ?? outcome.article);
      await print(`${JSON.stringify(shown, null, 2)}\n`);
    }
  }
  process.exitCode = exitCode;
}
