import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../shared/errors.ts';
import { parseSoakArguments, soakUsage } from './soak-arguments.ts';

/**
 * The long run: `npm run test:soak`; `soak-arguments.ts` says what it takes. It names each seed that fails and ends with
 * status 1 if there was one.
 */
const worker = process.env.SOAK_WORKER;
const workers = availableParallelism();

try {
  const { help, json, seeds, first } = parseSoakArguments(process.argv.slice(2));
  if (help) process.stdout.write(soakUsage);
  else if (worker === undefined) await main(seeds, json);
  else await simulate(Number(worker), seeds, first);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function main(seeds: number, json: boolean): Promise<void> {
  const exploration = await exploreLargeCases();
  const failed: { seed: number; violations: string[] }[] = [];
  let done = 0;
  let isBroken = exploration.some(({ wrong }) => wrong > 0);
  const endings = Array.from({ length: workers }, (_, index) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, SOAK_WORKER: String(index) },
    });
    child.on('message', ({ seed, violations }: { seed: number; violations: string[] }) => {
      done += 1;
      if (violations.length > 0) {
        failed.push({ seed, violations });
        console.error(`SEED=${seed}\n  ${violations.slice(0, 5).join('\n  ')}`);
      }
      if (done % 1000 === 0) console.error(`${done} of ${seeds}`);
    });
    return new Promise<void>((resolve) => {
      child.on('exit', (status) => {
        if (status !== 0) isBroken = true;
        resolve();
      });
    });
  });
  await Promise.all(endings);
  isBroken ||= failed.length > 0 || done < seeds;
  const sentence = isBroken ? `failed after ${done} seeds` : `${done} seeds, no violation`;
  console.log(json ? JSON.stringify({ seeds, done, failed, exploration }) : sentence);
  process.exitCode = isBroken ? 1 : 0;
}

async function exploreLargeCases(): Promise<{ removedWhenEmpty: boolean; states: number; wrong: number }[]> {
  const { explore } = await import('./exhaustive.ts');
  const exploration = [];
  for (const removedWhenEmpty of [false, true]) {
    const changes = [{ add: 'x' }, { withdraw: 'x' }, { add: 'y' }];
    const { states, wrong } = await explore({ start: [], changes, removedWhenEmpty, crashes: 1 });
    console.error(`three publishers, each killed once: ${states} states, ${wrong.length} wrong ends`);
    exploration.push({ removedWhenEmpty, states, wrong: wrong.length });
  }
  return exploration;
}

async function simulate(index: number, seeds: number, first: number): Promise<void> {
  Error.stackTraceLimit = 2;
  await import('../helpers/renderings/remember-renderings.ts');
  const { runWorld } = await import('./run.ts');
  const { checkWorld } = await import('./check-world.ts');
  for (let seed = first + index; seed < first + seeds; seed += workers) {
    const violations = await checkWorld(await runWorld({ seed }));
    process.send?.({ seed, violations });
  }
  process.disconnect?.();
}
