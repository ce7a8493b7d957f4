import { runProgram } from './run-program.ts';

// Whoever reads the output may have seen enough: `dropwire status | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const exitCode = await runProgram(process.argv.slice(2), (text) => process.stderr.write(text));
// A command that went through has set its own.
if (exitCode !== undefined) process.exitCode = exitCode;
