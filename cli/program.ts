import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerArticles } from './commands/articles.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerFeeds } from './commands/feeds.ts';
import { registerPreview } from './commands/preview.ts';
import { registerPush } from './commands/push.ts';
import { registerRequeue } from './commands/requeue.ts';
import { registerStatus } from './commands/status.ts';
import { registerTransfer } from './commands/transfer.ts';
import { registerValidate } from './commands/validate.ts';
import { addExamples } from './examples.ts';
import { exitCodesHelp } from './exit-codes.ts';

/** In the order in which help lists them. */
const registrations = [
  registerPush,
  registerPreview,
  registerStatus,
  registerArticles,
  registerTransfer,
  registerFeeds,
  registerRequeue,
  registerValidate,
  registerDoctor,
  registerCompletion,
];

interface ProgramOptions {
  /** Writes what is wrong with a call; to standard error, unless given. */
  tellErrors?: (text: string) => void;
}

/** Names of files may look like options. */
const hintAt = (error: string): string =>
  /unknown option '-[^-]/.test(error) ? '(a name that begins with a dash stands after --)\n' : '';

/** Of the package. */
const version = (): string =>
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

/** The command line: one file a command, or a few that are alike, in `commands/`, each registering itself. */
export function createProgram({ tellErrors }: ProgramOptions = {}): Command {
  const program = new Command('dropwire')
    .description('Drop an article into a bucket; JSON Feed, RSS and Atom come out.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .configureOutput({
      ...(tellErrors && { writeErr: tellErrors }),
      outputError: (text, write) => write(`${text}${hintAt(text)}`),
    })
    .showHelpAfterError('(add --help for what it takes)')
    .addHelpText('afterAll', exitCodesHelp)
    .exitOverride();
  for (const register of registrations) register(program);
  addExamples(program);
  return program;
}
