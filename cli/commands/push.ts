import { relative, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../../shared/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptSignal } from '../interrupt.ts';
import type { PushOutput, PushSums } from '../push/push-sources.ts';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { startFolder } from '../start-folder.ts';
import { Progress } from '../terminal.ts';

/** Options of commands that upload. */
export interface UploadingOptions extends StackOptions {
  prefix: string;
  dryRun?: true;
  wait: boolean;
  timeout: number;
  concurrency: number;
  json?: true;
}
interface PushOptions extends UploadingOptions {
  root?: string;
  delete?: true;
  watch?: true;
}

/** `dropwire push FILE|DIR...`: uploads files and follows them until they are live. */
export function registerPush(program: Command): void {
  addUploadingOptions(
    program
      .command('push')
      .description('upload files and folders, and follow each article until it is live or rejected')
      .argument('<path...>', 'files, and folders with all that is in them')
      .option('--root <dir>', 'keys are the paths below this folder')
      .option('--delete', 'delete the uploads below the prefix that the folder has no file for')
      .option('--watch', 'go on carrying over every change of the folder, until interrupted'),
  ).action(runPush);
}

/** Gives a command the options of uploading. */
export function addUploadingOptions(command: Command): Command {
  return addStackOptions(command)
    .option('--prefix <text>', 'put this before every key, as "news/"', '')
    .option('--dry-run', 'say what would be done and do nothing')
    .option('--no-wait', 'upload only; don’t follow what becomes of it')
    .option('--timeout <seconds>', 'give up following once nothing has moved for so long', positive, 300)
    .option('--concurrency <n>', 'files under way at once', positive, 16)
    .option('--json', 'print a line of JSON for each file; docs/commands.md describes it');
}

/** @throws InvalidArgumentError */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

async function runPush(paths: string[], options: PushOptions): Promise<void> {
  const { findFiles } = await import('../push/find-files.ts');
  const { from, prefix } = { from: startFolder(), prefix: options.prefix };
  const found = await findFiles(paths, { from, root: options.root, prefix });
  const [folder, ...others] = found.folders;
  const onlyFolder = paths.length === 1 && others.length === 0 ? folder : undefined;
  if ((options.delete || options.watch) && onlyFolder === undefined) {
    throw new UsageError(
      'needs-a-folder',
      '--delete and --watch need one folder, and nothing else. Name it.',
    );
  }
  if (options.watch && (options.dryRun || options.root !== undefined)) {
    throw new UsageError('watch-for-good', '--watch goes with neither --dry-run nor --root. Leave one out.');
  }
  const signal = interruptSignal();
  await withStack(options, async (stack) => {
    const { pushSources } = await import('../push/push-sources.ts');
    const output = new UploadOutput(options);
    if (found.sources.length + found.problems.length === 0) {
      output.note(`There are no files to upload in ${paths.join(', ')}.`);
    }
    const sums = await pushSources(
      stack,
      {
        sources: found.sources,
        problems: found.problems,
        deleteBelow: options.delete ? keyPrefix(options, onlyFolder, from) : undefined,
        dryRun: options.dryRun,
        follow: await followOf(options),
        atOnce: options.concurrency,
        signal,
      },
      await output.ready(),
    );
    output.end(sums, signal.aborted);
    if (options.watch && onlyFolder !== undefined && !signal.aborted) {
      await watch(stack, onlyFolder, options, signal, output);
    }
  });
}

/** What all keys of a folder begin with: with --root, the folder's own path below it too. */
function keyPrefix({ prefix, root }: PushOptions, folder: string | undefined, from: string): string {
  if (root === undefined || folder === undefined) return prefix;
  const inside = relative(resolve(from, root), folder).split(sep).join('/');
  return inside === '' ? prefix : `${prefix}${inside}/`;
}

/** How uploads are followed, unless the options say not to. */
export async function followOf({ wait, dryRun, timeout }: UploadingOptions) {
  if (!wait || dryRun) return undefined;
  const [{ isOnSite }, { systemClock }] = await Promise.all([
    import('../push/follow-uploads.ts'),
    import('../../shared/clock.ts'),
  ]);
  return { clock: systemClock, isLive: isOnSite, patienceMs: timeout * 1000 };
}

/** Prints results as they come, progress meanwhile, and the sums at the end. */
export class UploadOutput {
  readonly #progress = new Progress();
  readonly #options: Pick<UploadingOptions, 'json' | 'dryRun'>;
  #texts: typeof import('../push/print-results.ts') | undefined;

  constructor(options: Pick<UploadingOptions, 'json' | 'dryRun'>) {
    this.#options = options;
  }

  async ready(): Promise<PushOutput> {
    const texts = await import('../push/print-results.ts');
    this.#texts = texts;
    return {
      onResult: (result) => {
        const line = this.#options.json ? JSON.stringify(result) : texts.resultAsText(result);
        if (line === undefined) return;
        this.#progress.end();
        process.stdout.write(`${line}\n`);
      },
      onProgress: (text) => this.#progress.update(text),
      onNote: (text) => this.note(text),
    };
  }

  note(text: string): void {
    this.#progress.note(text);
  }

  /** Tells the sums and sets the exit status. */
  end(sums: PushSums, interrupted: boolean): void {
    this.#progress.end();
    const sentence = this.#texts?.sumsAsText(sums, this.#options.dryRun) ?? '';
    (this.#options.json ? process.stderr : process.stdout).write(`${sentence}\n`);
    if (sums.failed + sums.rejected + sums.waiting > 0) process.exitCode = exitCodes.failed;
    if (!interrupted) return;
    this.note('Interrupted. The same command goes on from here: what is uploaded is not sent again.');
    process.exitCode = exitCodes.interrupted;
  }
}

async function watch(
  stack: Stack,
  folder: string,
  options: PushOptions,
  signal: AbortSignal,
  output: UploadOutput,
): Promise<void> {
  const [{ watchFolder }, { followUploads }, { stateFilePath }] = await Promise.all([
    import('../push/watch-folder.ts'),
    import('../push/follow-uploads.ts'),
    import('../requeue/saved-progress.ts'),
  ]);
  const { onResult } = await output.ready();
  const follow = await followOf(options);
  output.note(`Watching ${folder}; Ctrl+C ends it.`);
  await watchFolder(
    stack,
    {
      folder,
      prefix: options.prefix,
      stateFile: stateFilePath(stack, ['watch', folder, options.prefix], '.db'),
      onWarning: (message) => output.note(message),
      onChange({ file, key, versionId, deleted }) {
        const action = deleted ? 'deleted' : 'uploaded';
        if (!follow) return onResult({ file, key, action });
        const object = { key, versionId, deleted, lastModified: undefined, bytes: undefined };
        const onSettled = (status: object) => onResult({ ...status, file, key, action });
        void followUploads(stack, [object], { ...follow, signal, onSettled }).catch((error: unknown) =>
          output.note(
            `${key}: can't be followed (${error instanceof Error ? error.message : String(error)})`,
          ),
        );
      },
    },
    signal,
  );
}
