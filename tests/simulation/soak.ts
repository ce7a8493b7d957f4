import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * The long run: `npm run test:soak [-- SEEDS [FIRST]]` simulates 100,000 worlds on every processor, after exploring
 * the largest exhaustive cases. It names each seed that fails (`SEED=… npm run test:simulation -- simulation.test`
 * replays it) and ends with status 1 if there was one.
 */
const [seeds = 100_000, first = 1] = process.argv.slice(2, 4).map(Number);
const worker = process.env.SOAK_WORKER;
const workers = availableParallelism();

if (worker === undefined) await main();
else await simulate(Number(worker));

async function main(): Promise<void> {
  let failed = await exploreLargeCases();
  let done = 0;
  const endings = Array.from({ length: workers }, (_, index) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, SOAK_WORKER: String(index) },
    });
    child.on('message', ({ seed, violations }: { seed: number; violations: string[] }) => {
      done += 1;
      if (violations.length > 0) {
        failed = true;
        console.error(`SEED=${seed}\n  ${violations.slice(0, 5).join('\n  ')}`);
      }
      if (done % 1000 === 0) console.log(`${done} of ${seeds}`);
    });
    return new Promise<void>((resolve) => {
      child.on('exit', (status) => {
        if (status !== 0) failed = true;
        resolve();
      });
    });
  });
  await Promise.all(endings);
  console.log(failed || done < seeds ? `failed after ${done} seeds` : `${done} seeds, no violation`);
  process.exitCode = failed || done < seeds ? 1 : 0;
}

async function exploreLargeCases(): Promise<boolean> {
  const { explore } = await import('./exhaustive.ts');
  let failed = false;
  for (const removedWhenEmpty of [false, true]) {
    const changes = [{ add: 'x' }, { withdraw: 'x' }, { add: 'y' }];
    const { states, wrong } = await explore({ start: [], changes, removedWhenEmpty, crashes: 1 });
    console.log(`three publishers, each killed once: ${states} states, ${wrong.length} wrong ends`);
    if (wrong.length > 0) failed = true;
  }
  return failed;
}

async function simulate(index: number): Promise<void> {
  Error.stackTraceLimit = 2;
  await import('./remember-renderings.ts');
  const { runWorld } = await import('./run.ts');
  const { checkWorld } = await import('./check-world.ts');
  for (let seed = first + index; seed < first + seeds; seed += workers) {
    const violations = await checkWorld(await runWorld({ seed }));
    process.send?.({ seed, violations });
  }
  process.disconnect?.();
}
