import { statusOf } from '../shared/clients.ts';
import { DropwireError, RetryableError } from '../shared/errors.ts';
import { exitCodes } from './exit-codes.ts';
import { StackUnreachableError } from './stack/stack.ts';

/** What to tell of an error, and the status to exit with. */
export interface Failure {
  /** Stable, for programs. */
  code: string;
  /** For people: what happened, and what to do. */
  message: string;
  exitCode: number;
}

/** Errors of connections: nothing answers there. */
const noAnswer = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** One line for every failure that can be foreseen; the stack trace of those that can't (`unforeseen`). */
export function explainFailure(error: unknown): Failure {
  if (error instanceof DropwireError) {
    return { code: error.code, message: error.message, exitCode: exitCodeOf(error) };
  }
  if (!(error instanceof Error)) {
    return { code: 'unforeseen', message: String(error), exitCode: exitCodes.failed };
  }
  const { code } = error as NodeJS.ErrnoException;
  if (error.name === 'TimeoutError' || (code !== undefined && noAnswer.test(code))) {
    const message = `The stack doesn't answer: ${code ?? error.message}. See that it runs, and try again.`;
    return { code: 'stack-not-reachable', message, exitCode: exitCodes.unreachable };
  }
  if (error.name === 'CredentialsProviderError') {
    const message = `AWS needs credentials: sign in, or name a profile with --profile. ${error.message}`;
    return { code: 'credentials-missing', message, exitCode: exitCodes.unreachable };
  }
  const status = statusOf(error);
  if (status !== undefined) {
    const message = `AWS refused, with HTTP status ${status}: ${error.message}`;
    return { code: error.name, message, exitCode: exitCodes.failed };
  }
  return { code: 'unforeseen', message: error.stack ?? error.message, exitCode: exitCodes.failed };
}

function exitCodeOf(error: DropwireError): number {
  if (error instanceof StackUnreachableError) return exitCodes.unreachable;
  return error instanceof RetryableError ? exitCodes.failed : exitCodes.usage;
}

/** The line for people. */
export const failureAsText = ({ message, code }: Failure): string => `${message} (${code})`;

/** The line for programs; documented in docs/commands.md, and stable. */
export const failureAsJson = ({ code, message, exitCode }: Failure): string =>
  JSON.stringify({ error: { code, message, exitStatus: exitCode } });
