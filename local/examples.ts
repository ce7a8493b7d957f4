import { cp, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isIgnored } from './mirror/ignored-names.ts';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/**
 * Puts the example articles into an inbox folder that holds nothing yet, so that a first start shows something.
 * @returns whether it did
 */
export async function offerExamples(inbox: string): Promise<boolean> {
  const names = await readdir(inbox).catch((error: NodeJS.ErrnoException) => error);
  // Whatever else is wrong with the folder, the mirror says so.
  if (names instanceof Error && names.code !== 'ENOENT') return false;
  if (!(names instanceof Error) && names.some((name) => !isIgnored(name))) return false;
  await cp(examples, inbox, { recursive: true, force: false });
  return true;
}
