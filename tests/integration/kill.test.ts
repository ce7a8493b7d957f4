import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { freePort, loopback } from '../../local/loopback.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import { readChangeLog } from '../helpers/change-log.ts';
import { comeToRest } from '../helpers/kill/come-to-rest.ts';
import { Editors } from '../helpers/kill/editors.ts';
import { type PlannedChanges, planChanges } from '../helpers/kill/planned-changes.ts';
import { copySite, withoutDeletionTimes } from '../helpers/kill/site-copy.ts';
import { StackProcess } from '../helpers/kill/stack-process.ts';
import { until } from '../helpers/pipeline.ts';
import { Random } from '../helpers/simulation/random.ts';

/*
 * The process that runs everything is killed again and again while articles come, change and go. Afterwards the site is
 * that of a run that nobody disturbed. `npm run test:kill` does so with more changes and more kills.
 */

const changes = Number(process.env.KILL_CHANGES ?? 16);
const kills = Number(process.env.KILL_COUNT ?? 2);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Of the large run, two minutes of the undisturbed and more of the other. */
const longestMs = 900_000;

const folders: string[] = [];
const running: StackProcess[] = [];
afterAll(async () => {
  for (const stack of running) await stack.kill();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Carries out a plan on a new stack. @returns what the site holds in the end */
async function run(
  plan: PlannedChanges,
  port: number,
  kill?: (stack: StackProcess, editors: Editors) => Promise<void>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-kill-'));
  folders.push(folder);
  const stack = new StackProcess(folder, port);
  running.push(stack);
  await stack.start();
  const editors = new Editors(stack);
  const done = [];
  let redriven = 0;
  for (const part of [plan.uploads, plan.later]) {
    done.push(...part);
    await Promise.all([editors.carryOut(part), kill?.(stack, editors)]);
    redriven += await comeToRest(stack, done);
  }
  const site = await copySite(stack);
  await stack.stop();
  return { site, redriven };
}

/** Keys of all that is a function of the catalog: the change log is history, and differs with every disturbance. */
const comparableKeys = (site: Map<string, string>): string[] =>
  [...site.keys()].filter((key) => siteKeyOf(key).kind !== 'changes').sort();

/** Whether each article that the change log ever told of is shown, as it tells last; by address. */
function lastToldOf(site: Map<string, string>): Map<string, boolean> {
  const { records, problems } = readChangeLog((key) => site.get(key));
  expect(problems).toEqual([]);
  return new Map(records.map(({ url, kind }) => [url, kind !== 'withdrawn']));
}

test(
  `${changes} changes and ${kills} kills end in the site of an undisturbed run (SEED=${seed})`,
  async () => {
    const plan = planChanges(seed, changes);
    const random = new Random(seed);
    const port = await freePort(loopback);
    const undisturbed = await run(plan, port);
    let killed = 0;
    const disturbed = await run(plan, port, async (stack, editors) => {
      const before = editors.done;
      const part = before === 0 ? plan.uploads.length : plan.later.length;
      for (let next = 1; next <= kills / 2; next++) {
        // Some kills hit a process that has just started, some one that is in the middle of publishing.
        const progress = before + (part * next) / (kills / 2 + 1);
        await until('changes to be made', async () => editors.done >= progress);
        await sleep(random.below(2500));
        await stack.kill();
        killed++;
        await stack.start();
      }
    });
    expect(killed).toBe(kills);

    const told = lastToldOf(undisturbed.site);
    expect(lastToldOf(disturbed.site)).toEqual(told);
    const shown = [...told].flatMap(([url, isShown]) => (isShown ? [`${url.slice(1)}article.json`] : []));
    const articles = [...disturbed.site.keys()].filter((key) => key.endsWith('/article.json'));
    expect(shown.sort()).toEqual(
      articles.filter((key) => disturbed.site.get(key)?.includes('"content"')).sort(),
    );

    const keys = comparableKeys(undisturbed.site);
    expect(comparableKeys(disturbed.site)).toEqual(keys);
    expect(keys.length).toBeGreaterThan(changes);
    let different = 0;
    for (const key of keys) {
      const text = undisturbed.site.get(key) ?? '';
      const other = disturbed.site.get(key) ?? '';
      if (other === text) continue;
      different++;
      expect({ key, text: withoutDeletionTimes(key, other) }).toEqual({
        key,
        text: withoutDeletionTimes(key, text),
      });
    }
    // Only heads of feeds tell when something was deleted.
    const heads = keys.filter((key) => /^(?!.*archive\/).*(rss\.xml|atom\.xml|feed\.json)$/.test(key));
    expect(different).toBeLessThanOrEqual(heads.length);
    const untouched = [...undisturbed.site.keys()].filter((key) => key.startsWith('sections/archive/'));
    expect(untouched.length).toBeGreaterThan(0);
    for (const key of untouched) expect(disturbed.site.get(key)).toBe(undisturbed.site.get(key));
    process.stderr.write(
      `${keys.length} objects, ${different} of them alike but for the times of deletions; ` +
        `${disturbed.redriven} messages sent back from dead-letter queues\n`,
    );
  },
  longestMs,
);
