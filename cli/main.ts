import { Command, CommanderError } from 'commander';
import { DropwireError } from '../shared/errors.ts';
import { registerPreview } from './commands/preview.ts';

/** The command line: one file a command in `commands/`, each registering itself. */
const program = new Command('dropwire')
  .description('Drop an article into a bucket; JSON Feed, RSS and Atom come out.')
  .showHelpAfterError()
  .exitOverride();

registerPreview(program);

/** Exit codes: 0 done, 1 something was refused, 2 called wrongly or not able to run. */
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof DropwireError) {
    process.stderr.write(`${error.message} (${error.code})\n`);
    process.exitCode = 2;
  } else throw error;
}
