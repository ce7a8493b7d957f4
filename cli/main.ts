import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { createProgram } from './program.ts';

// Whoever reads the output may have seen enough: `dropwire status | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else {
    const { message, exitCode } = explainFailure(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = exitCode;
  }
}
