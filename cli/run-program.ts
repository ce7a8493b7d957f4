import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { explainFailure, type Failure, failureAsJson, failureAsText } from './explain-failure.ts';
import { createProgram } from './program.ts';

/**
 * Runs the command line and tells of its failure: a line for people, or with --json one for programs.
 * @param tell writes to standard error
 * @returns the status to exit with; undefined when the command went through, which may have set one itself
 */
export async function runProgram(
  args: readonly string[],
  tell: (text: string) => void,
): Promise<number | undefined> {
  const json = wantsJson(args);
  try {
    // The parser prints what it doesn't understand, for people.
    await createProgram({ tellErrors: json ? () => {} : tell }).parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      const failure = explainFailure(error);
      tell(`${json ? failureAsJson(failure) : failureAsText(failure)}\n`);
      return failure.exitCode;
    }
    if (error.exitCode === 0) return exitCodes.done;
    if (json) tell(`${failureAsJson(wrongCall(error))}\n`);
    return exitCodes.usage;
  }
}

/** Whether the caller asked for JSON, as far as that can be told of arguments that may be wrong. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.some((each) => each === '--json' || each === '--ndjson');
}

const wrongCall = ({ message }: CommanderError): Failure => ({
  code: 'usage',
  message: `${message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')} Add --help for what it takes.`,
  exitCode: exitCodes.usage,
});
