import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '../../shared/errors.ts';
import { readSiteSettings } from '../site-settings-file.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

const project = new URL('../../', import.meta.url);

/** The Node that runs TypeScript as it is, without a warning. */
const neededMajor = 24;

/** What has to be right on this machine, whatever the stack. */
export async function checkMachine(): Promise<Finding[]> {
  return [checkNode(process.versions.node), await checkPackages(project), await checkSettings()];
}

/** @param version as `process.versions.node` */
export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= neededMajor) return ok('node', `Node.js ${version}`);
  return problem(
    'node',
    `Node.js ${version} runs this; it needs ${neededMajor} or later`,
    'Start it with "npm run --silent dropwire --", which brings its own.',
  );
}

/** Whether the packages are those that package-lock.json names, by the note that `scripts/setup.mjs` leaves. */
export async function checkPackages(root: URL): Promise<Finding> {
  const read = (name: string) => readFile(new URL(name, root), 'utf8').catch(() => undefined);
  const [lock, stamp] = await Promise.all([
    read('package-lock.json'),
    read('node_modules/.dropwire-installed'),
  ]);
  const wanted = lock && createHash('sha256').update(lock).digest('hex');
  if (wanted !== undefined && stamp === wanted)
    return ok('packages', 'The packages are those of package-lock.json');
  return warning(
    'packages',
    `The packages in ${fileURLToPath(root)} may not be those that package-lock.json names`,
    'Run "npm start" or "npm test" once; both install what is missing.',
  );
}

/** @param file as `readSiteSettings` takes it */
export async function checkSettings(file?: URL): Promise<Finding> {
  try {
    const { title } = await readSiteSettings(file);
    return ok('settings', `The site settings are right; the site is called "${title}"`);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return problem(
      'settings',
      error.message,
      'Mend the context "site" in cdk.json; docs/deploying.md explains it.',
    );
  }
}

/** Whether the local site could have its usual port; only of interest while it doesn't run. */
export async function checkPort(port: number): Promise<Finding> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
  if (free) return ok('port', `Port ${port} is free for the local site`);
  return warning(
    'port',
    `Port ${port}, the local site's usual one, is taken by another program`,
    'Start with another: npm start -- --port 0',
  );
}

/** What an error at opening the stack means, and what to do; its message says both. */
export function stackProblem(error: unknown): Finding {
  return problem(
    'stack',
    reasonOf(error),
    'Until that is mended nothing else about the stack can be checked.',
  );
}
