import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * Ends a server that an earlier run left behind, for example because its guard was killed too.
 * Only a process that still has the marker in its command line is touched: process ids are reused.
 * The caller holds the data folder's lock, so no living run can own it.
 * @param marker text that only our server's command line contains: the absolute path of its data
 * @returns whether there was one
 */
export async function killOrphan(pidFile: string, marker: string): Promise<boolean> {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid) || pid <= 1) return false;
  const ours = (await commandLine(pid)).includes(marker);
  if (ours) await kill(pid, marker);
  await rm(pidFile, { force: true });
  return ours;
}

async function kill(pid: number, marker: string): Promise<void> {
  signal(pid, 'SIGTERM');
  for (let waited = 0; waited < 3000; waited += 50) {
    if (!(await commandLine(pid)).includes(marker)) return;
    await sleep(50);
  }
  signal(pid, 'SIGKILL');
  while ((await commandLine(pid)).includes(marker)) await sleep(50);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

/** The command line of a process; empty when there is none (a zombie has none either). */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  return promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
    .then(({ stdout }) => stdout)
    .catch(() => '');
}
