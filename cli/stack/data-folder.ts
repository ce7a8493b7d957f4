import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** The data folder unless another is named, as for `npm start`. */
export const usualDataFolder = '.dropwire';

/**
 * The data folder that is meant. The usual one is that of the current folder, else that of the project, so that the
 * command works from anywhere.
 */
export function dataFolder(named: string, current = process.cwd(), home = project): string {
  const here = resolve(current, named);
  if (named !== usualDataFolder || existsSync(join(here, 'stack.json'))) return here;
  const there = join(home, named);
  return existsSync(join(there, 'stack.json')) ? there : here;
}
