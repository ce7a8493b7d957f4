import { statusOf } from '../shared/clients.ts';
import { DropwireError, RetryableError } from '../shared/errors.ts';
import { exitCodes } from './exit-codes.ts';
import { StackUnreachableError } from './stack/stack.ts';

/** What to tell a person of an error, and the status to exit with. */
export interface Failure {
  message: string;
  exitCode: number;
}

/** Errors of connections: nothing answers there. */
const noAnswer = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** One line for every failure that can be foreseen; the stack trace of those that can't. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof DropwireError) {
    return { message: `${error.message} (${error.code})`, exitCode: exitCodeOf(error) };
  }
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed };
  const { code } = error as NodeJS.ErrnoException;
  if (error.name === 'TimeoutError' || (code !== undefined && noAnswer.test(code))) {
    const message = `The stack doesn't answer: ${code ?? error.message}. See that it runs, and try again. (stack-not-reachable)`;
    return { message, exitCode: exitCodes.unreachable };
  }
  if (error.name === 'CredentialsProviderError') {
    const message = `AWS needs credentials: sign in, or name a profile with --profile. ${error.message} (credentials-missing)`;
    return { message, exitCode: exitCodes.unreachable };
  }
  const status = statusOf(error);
  if (status !== undefined) {
    return {
      message: `AWS refused: ${error.message} (${error.name}, HTTP ${status})`,
      exitCode: exitCodes.failed,
    };
  }
  return { message: error.stack ?? error.message, exitCode: exitCodes.failed };
}

function exitCodeOf(error: DropwireError): number {
  if (error instanceof StackUnreachableError) return exitCodes.unreachable;
  return error instanceof RetryableError ? exitCodes.failed : exitCodes.usage;
}
