import { execFileSync } from 'node:child_process';

/** Keeps this process on the first processor. Where there is no `taskset`, the system goes on choosing. */
export function useOneProcessor(): void {
  try {
    execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' });
  } catch {
    // CPU time is what is measured, and the processors of one machine differ little.
  }
}
