import { DropwireError, UsageError } from '../shared/errors.ts';
import { announceFeeds } from '../shared/publish-messages.ts';
import { rebuild } from '../shared/rebuild.ts';
import { parseArguments, type StartArguments, usage } from './arguments.ts';
import type { DataFolder } from './data-folder.ts';
import { offerExamples } from './examples.ts';
import type { ProgressReport } from './progress.ts';
import { progressLine } from './progress-line.ts';
import { onParentGone, onStopSignal } from './signals.ts';
import { type LocalStack, startStack } from './stack.ts';

/** How long the ready line of the first start waits for the examples. */
const firstArticlesMs = 60_000;
/** The same, for the front page, when the inbox holds somebody's own articles: they may be many. */
const frontPageMs = 8_000;

/** Exit statuses by error code; every other failure is 1. */
const exitStatuses: Readonly<Record<string, number>> = {
  'port-in-use': 3,
  'dynamodb-missing': 5,
};

function exitStatusOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (!(error instanceof DropwireError)) return 1;
  return exitStatuses[error.code] ?? (/^(data|inbox)-/.test(error.code) ? 4 : 1);
}

/** Prints results to standard output and everything else to standard error. */
class Printer {
  readonly #args: Pick<StartArguments, 'quiet' | 'json'>;

  constructor(args: Pick<StartArguments, 'quiet' | 'json'>) {
    this.#args = args;
  }

  ready(url: string): void {
    this.#line(this.#args.json ? JSON.stringify({ kind: 'ready', url }) : `ready ${url}`);
  }

  progress(report: ProgressReport): void {
    if (report.kind === 'failed') this.warn(progressLine(report));
    else if (!this.#args.quiet) this.#line(this.#args.json ? JSON.stringify(report) : progressLine(report));
  }

  note(message: string): void {
    if (!this.#args.quiet) this.warn(message);
  }

  warn(message: string): void {
    process.stderr.write(`${message}\n`);
  }

  #line(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

async function run(args: StartArguments): Promise<number> {
  const printer = new Printer(args);
  let offered = false;
  const offer = async (folder: DataFolder) => {
    if (args.examples && !folder.facts.examples) offered = await offerExamples(args.inbox);
    await folder.remember({ examples: true });
  };

  const stopping = Promise.withResolvers<string | undefined>();
  const stopListening = onStopSignal(
    () => stopping.resolve(undefined),
    () => process.exit(130),
  );
  const stopWatching = onParentGone(process.env, () => stopping.resolve(undefined));
  const stack = await startStack({
    dataDir: args.data,
    inbox: args.inbox,
    port: args.port,
    webhooks: args.webhooks,
    environment: process.env,
    beforeMirror: offer,
    onProgress: (report) => printer.progress(report),
    onWarning: (message) => printer.warn(message),
  });
  try {
    void stack.failure.then(stopping.resolve);
    await Promise.race([prepare(stack, offered, printer), stopping.promise]);
    const failure = await stopping.promise;
    if (failure !== undefined) printer.warn(`${failure} Start again.`);
    return failure === undefined ? 0 : 1;
  } finally {
    await stack.close();
    stopListening();
    stopWatching();
  }
}

/** Brings the site to where the last run left it, or to its first articles, and says so. */
async function prepare(stack: LocalStack, offered: boolean, printer: Printer): Promise<void> {
  const { siteUrl, siteUrlBefore, clients, resources } = stack;
  if (stack.isOutdated) {
    const { articles } = await rebuild({
      dynamodb: clients.dynamodb,
      sqs: clients.sqs,
      catalogTable: resources.table,
      publishQueueUrl: resources.queues.publish.url,
    });
    const why =
      siteUrlBefore === siteUrl
        ? 'Pages and feeds are written differently now'
        : `The address was ${siteUrlBefore} and is ${siteUrl} now`;
    printer.note(`${why}; publishing ${articles} articles anew.`);
  }
  if (siteUrlBefore === undefined) {
    // A front page, even when there is nothing to show yet.
    await announceFeeds(clients.sqs, resources.queues.publish.url, ['all']);
    const settled = await stack.settled(offered ? firstArticlesMs : frontPageMs);
    if (offered && !settled) printer.warn('The examples are taking long; they appear when they are done.');
  }
  printer.ready(siteUrl.replace(/\/$/, ''));
}

try {
  const args = parseArguments(process.argv.slice(2));
  if (args.help) process.stdout.write(usage);
  else process.exitCode = await run(args);
} catch (error) {
  const known = error instanceof DropwireError;
  const message = known ? error.message : ((error as Error)?.stack ?? String(error));
  const exitStatus = exitStatusOf(error);
  // As the commands of `cli` do; the arguments may be what is wrong, so they are looked at as they stand.
  const failure = { error: { code: known ? error.code : 'unforeseen', message, exitStatus } };
  process.stderr.write(`${process.argv.includes('--json') ? JSON.stringify(failure) : message}\n`);
  process.exitCode = exitStatus;
}
process.exit();
