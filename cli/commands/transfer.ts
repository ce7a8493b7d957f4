import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { interruptSignal } from '../interrupt.ts';
import { readSiteSettings } from '../site-settings-file.ts';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import { startFolder } from '../start-folder.ts';
import { Progress, plural, print } from '../terminal.ts';
import { addUploadingOptions, followOf, type UploadingOptions, UploadOutput } from './push.ts';

interface ImportOptions extends UploadingOptions {
  overwrite?: true;
}
interface ExportOptions extends StackOptions {
  json?: true;
}

/** `dropwire import` and `export`: many articles at once, from other systems and to them. */
export function registerTransfer(program: Command): void {
  addUploadingOptions(
    program
      .command('import')
      .description(
        'upload the articles of exports and feeds, each by itself: WordPress, RSS, Atom, JSON Feed, OPML, NDJSON',
      )
      .argument('<file...>', 'saved feeds and exports')
      .option('--overwrite', 'also replace uploads that were edited since they were imported'),
  ).action(runImport);
  addStackOptions(
    program
      .command('export')
      .description('write the whole catalog: as NDJSON, or into a folder of Markdown with the media')
      .argument('[dir]', 'a new or empty folder; without it, NDJSON goes to standard output'),
  )
    .option('--json', 'of a folder: print the sums as JSON')
    .action(runExport);
}

async function runImport(files: string[], options: ImportOptions): Promise<void> {
  const [{ readImports, importedMark }, { pushSources }, { metadataOf }, { allObjects }] = await Promise.all([
    import('../transfer/read-imports.ts'),
    import('../push/push-sources.ts'),
    import('../push/upload-sources.ts'),
    import('../status/list-uploads.ts'),
  ]);
  const signal = interruptSignal();
  const site = await readSiteSettings();
  await withStack(options, async (stack) => {
    const output = new UploadOutput(options);
    const sink = await output.ready();
    const { prefix } = options;
    const present = await allObjects(stack.clients.s3, stack.inboxBucket, prefix);
    const keys = [...present.values()].filter(({ deleted }) => !deleted).map(({ key }) => key);
    const paths = files.map((file) => resolve(startFolder(), file));
    const { onProgress } = sink;
    const { sources, problems } = await readImports(paths, { site, prefix, keys, onProgress });
    const mayOverwrite = async ({ key, etag = '' }: { key: string; etag?: string }) =>
      (await metadataOf(stack, key))?.[importedMark] === etag.replaceAll('"', '');
    const request = {
      sources,
      problems,
      dryRun: options.dryRun,
      follow: await followOf(options),
      atOnce: options.concurrency,
      signal,
      mayOverwrite: options.overwrite ? undefined : mayOverwrite,
    };
    output.end(await pushSources(stack, request, sink), signal.aborted);
  });
}

async function runExport(dir: string | undefined, options: ExportOptions): Promise<void> {
  await withStack(options, async (stack) => {
    const progress = new Progress();
    if (dir === undefined) {
      const { exportedArticles, exportLine } = await import('../transfer/export-articles.ts');
      let count = 0;
      for await (const exported of exportedArticles(stack)) {
        await print(`${exportLine(exported, stack.siteUrl)}\n`);
        count += 1;
        progress.update(`${plural(count, 'article')} written`);
      }
      return progress.end();
    }
    const { exportFolder } = await import('../transfer/export-folder.ts');
    const folder = resolve(startFolder(), dir);
    const site = await readSiteSettings();
    const sums = await exportFolder(stack, folder, site, (text) => progress.update(text));
    progress.end();
    for (const path of sums.inexact) {
      progress.note(`${path}: pushing it makes a slightly different article; "dropwire preview" shows it.`);
    }
    for (const name of sums.missing) progress.note(`media/${name}: the store no longer has it.`);
    if (sums.missing.length > 0) process.exitCode = exitCodes.failed;
    const shown = relative(startFolder(), folder) || folder;
    await print(
      options.json
        ? `${JSON.stringify(sums)}\n`
        : `In ${shown}: ${plural(sums.articles, 'article')}, ${plural(sums.media, 'media file')}; "dropwire push ${shown}" makes the same articles.\n`,
    );
  });
}
