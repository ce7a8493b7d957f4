import { cp, readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isIgnored } from './mirror/ignored-names.ts';

const examples = fileURLToPath(new URL('../examples/articles/', import.meta.url));

/**
 * Puts the example articles into an inbox folder that holds nothing yet, so that a first start shows something.
 * @returns whether it did
 */
export async function offerExamples(inbox: string): Promise<boolean> {
  const entry = await stat(inbox).catch(() => undefined);
  // Whatever is wrong with the folder, the mirror says so.
  if (entry && !entry.isDirectory()) return false;
  const names = entry ? await readdir(inbox) : [];
  if (names.some((name) => !isIgnored(name))) return false;
  await cp(examples, inbox, { recursive: true, force: false });
  return true;
}
