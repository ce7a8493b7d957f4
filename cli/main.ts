import { Command, CommanderError } from 'commander';
import { registerPreview } from './commands/preview.ts';
import { registerRequeue } from './commands/requeue.ts';
import { registerStatus } from './commands/status.ts';
import { exitCodes, exitCodesHelp } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';

/** The command line: one file a command, or a few that are alike, in `commands/`, each registering itself. */
const program = new Command('dropwire')
  .description('Drop an article into a bucket; JSON Feed, RSS and Atom come out.')
  .showHelpAfterError('(add --help for what it takes)')
  .addHelpText('afterAll', exitCodesHelp)
  .exitOverride();

for (const register of [registerPreview, registerStatus, registerRequeue]) register(program);

// Whoever reads the output may have seen enough: `dropwire status | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else {
    const { message, exitCode } = explainFailure(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = exitCode;
  }
}
