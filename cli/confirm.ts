import { createInterface } from 'node:readline/promises';
import { UsageError } from '../shared/errors.ts';

/**
 * Asks a person before something is taken away.
 * @throws UsageError `not-confirmed` when nobody can be asked
 */
export async function confirm(question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError('not-confirmed', `${question} Nobody can be asked here: say --yes.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
