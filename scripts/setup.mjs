// Installs what package-lock.json names, when node_modules doesn't hold it yet. Runs before `npm start`, `npm test`
// and the other commands, so that a fresh clone needs no step of its own. Plain JavaScript for Node >= 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.dropwire-installed`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (!installed) {
  process.stderr.write('Installing packages (once; about a minute)...\n');
  // Not `npm ci`: it fails where a registry lacks the optional binaries of some platform that nobody here runs.
  const npm = spawnSync('npm', ['install', '--no-save', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write(
      'npm install failed; see its message above. Check the network, then run the command again.\n',
    );
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
