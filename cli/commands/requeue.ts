import { Argument, type Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import type { QueueName } from '../stack/stack.ts';
import { Progress, plural, print } from '../terminal.ts';

interface RequeueOptions extends StackOptions {
  json?: true;
}
interface ResumableOptions extends RequeueOptions {
  restart?: true;
}

const queueNames = ['ingest', 'publish'] as const satisfies QueueName[];

/** `dropwire rebuild`, `backfill` and `redrive`: put work into the queues again. */
export function registerRequeue(program: Command): void {
  resumable(
    program
      .command('rebuild')
      .description('publish all articles of feeds anew from the catalog, with the feeds themselves')
      .argument(
        '[feed...]',
        'as in its address: all, tags/ferries, sections/news…; all feeds if none is named',
      ),
  ).action(runRebuild);
  resumable(
    program
      .command('backfill')
      .description('look again at every upload in the inbox, and at those that are gone from it')
      .argument('[prefix]', 'only keys that begin so', ''),
  ).action(runBackfill);
  addStackOptions(
    program
      .command('redrive')
      .description('put messages that failed too often back into their queues')
      .addArgument(new Argument('[queue]', 'which; both if none is named').choices(queueNames)),
  )
    .option('--json', 'print the sums as JSON')
    .action(runRedrive);
}

function resumable(command: Command): Command {
  return addStackOptions(command)
    .option('--restart', 'begin anew instead of where an interrupted run stopped')
    .option('--json', 'print the sums as JSON');
}

async function runRebuild(feeds: string[], options: ResumableOptions): Promise<void> {
  const [{ rebuildFeeds }, { rebuildPositionSchema }, { SavedProgress }] = await Promise.all([
    import('../requeue/rebuild.ts'),
    import('../../shared/rebuild.ts'),
    import('../requeue/saved-progress.ts'),
  ]);
  await withStack(options, async (stack) => {
    const saved = new SavedProgress(stack, ['rebuild', ...feeds], rebuildPositionSchema);
    const progress = await begin(saved, options);
    const sums = await rebuildFeeds(stack, feeds, saved, (text) => progress.update(text));
    await finish(
      options,
      progress,
      sums,
      `Queued: ${plural(sums.articles, 'article')} and ${plural(sums.feeds, 'feed')}.`,
    );
  });
}

async function runBackfill(prefix: string, options: ResumableOptions): Promise<void> {
  const [{ backfill, backfillPositionSchema }, { SavedProgress }] = await Promise.all([
    import('../requeue/backfill.ts'),
    import('../requeue/saved-progress.ts'),
  ]);
  await withStack(options, async (stack) => {
    const saved = new SavedProgress(stack, ['backfill', prefix], backfillPositionSchema);
    const progress = await begin(saved, options);
    const onProgress = (text: string) => progress.update(text);
    const sums = await backfill({ stack, prefix, saved, onProgress, now: Date.now });
    const gone = sums.gone > 0 ? `, and ${plural(sums.gone, 'key')} whose upload is gone` : '';
    await finish(options, progress, sums, `Queued: ${plural(sums.uploads, 'upload')}${gone}.`);
  });
}

async function runRedrive(name: QueueName | undefined, options: RequeueOptions): Promise<void> {
  const { redrive } = await import('../requeue/redrive.ts');
  await withStack(options, async (stack) => {
    const progress = new Progress();
    const sums: Partial<Record<QueueName, { moved: number; refused: number }>> = {};
    for (const queue of name ? [name] : queueNames) {
      sums[queue] = await redrive(stack.clients.sqs, stack.queues[queue], Date.now, (moved) =>
        progress.update(`${queue}: ${plural(moved, 'message')} moved`),
      );
    }
    const lines = Object.entries(sums).map(
      ([queue, { moved, refused }]) =>
        `${queue}: ${plural(moved, 'message')} put back${refused > 0 ? `, ${refused} refused` : ''}.`,
    );
    await finish(options, progress, sums, lines.join('\n'));
    if (Object.values(sums).some(({ refused }) => refused > 0)) process.exitCode = exitCodes.failed;
  });
}

/** What the commands do with saved progress; a `SavedProgress` of any kind fits. */
interface Saved {
  path: string;
  load(): Promise<unknown>;
  clear(): Promise<void>;
}

async function begin(saved: Saved, { restart }: ResumableOptions): Promise<Progress> {
  const progress = new Progress();
  if (restart) await saved.clear();
  else if (await saved.load()) {
    progress.note(`Going on where the last run stopped (${saved.path}); --restart begins anew.`);
  }
  return progress;
}

async function finish(
  { json }: RequeueOptions,
  progress: Progress,
  sums: object,
  sentence: string,
): Promise<void> {
  progress.end();
  await print(`${json ? JSON.stringify(sums) : sentence}\n`);
}
