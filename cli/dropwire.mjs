#!/usr/bin/env node
// `dropwire` as a command of its own (`npx dropwire` here, or anywhere after `npm link`). Plain JavaScript for Node >= 20:
// the program itself is TypeScript that Node 24 runs as it is; an older Node starts the one among the packages.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import '../scripts/setup.mjs';

const main = new URL('./main.ts', import.meta.url);
const [major = 0] = process.versions.node.split('.').map(Number);

if (major >= 24) await import(main.href);
else {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const node = fileURLToPath(new URL(`../node_modules/node/bin/node${ending}`, import.meta.url));
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl+C to both: the program decides when it ends.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`Node.js 24 can't be started from ${node}: ${error.message}. Run "npm install".\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
