import { beforeAll, expect, test } from '@jest/globals';
import {
  dropSecondQuery,
  forgetChangesEarly,
  forgetSequencers,
  headsFirst,
  ignoreConditions,
  logHeadFirst,
  overwriteLog,
  sealTooSoon,
} from './breakages.ts';
import { loadSimulation } from './load-simulation.ts';
import type { Breakage } from './world.ts';

/** The simulation must be able to fail: each step of the protocol, taken away, has to be missed within so many seeds. */
const within = 300;

interface Mutation {
  name: string;
  breakage: Breakage;
  /** Whether writes of dead publishers may arrive late. */
  late?: boolean;
  /** Seed to begin with, where the first that shows it comes late. */
  from?: number;
  /** What at least one of the violations says. */
  finds: RegExp;
}

const mutations: Mutation[] = [
  {
    name: 'no second query after a write',
    breakage: dropSecondQuery,
    finds: /missing|should not be there|holds|differs/,
  },
  {
    name: 'writes without If-Match',
    breakage: ignoreConditions,
    late: true,
    from: 165,
    finds: /missing|differs|should not be there/,
  },
  {
    name: 'no comparison of sequencers',
    breakage: forgetSequencers,
    from: 70,
    finds: /shown|lost|does not show|missing/,
  },
  {
    name: 'heads before their archive pages',
    breakage: headsFirst,
    finds: /links to .* which was never there/,
  },
  {
    name: 'changes forgotten before they are logged',
    breakage: forgetChangesEarly,
    finds: /the log lacks or repeats changes/,
  },
  {
    name: 'a change log written without If-Match',
    breakage: overwriteLog,
    finds: /has lost or changed records|the log lacks or repeats changes/,
  },
  {
    name: 'pages of the change log sealed while their changes still wait',
    breakage: sealTooSoon,
    finds: /the log lacks or repeats changes/,
  },
  {
    name: 'the head of the change log before the page it has filled',
    breakage: logHeadFirst,
    finds: /goes on before .* is there/,
  },
];

let simulation: Awaited<ReturnType<typeof loadSimulation>>;

beforeAll(async () => {
  simulation = await loadSimulation();
});

test.each(mutations)(
  'is found: $name',
  async ({ breakage, late, from = 1, finds }) => {
    const { runWorld, checkWorld } = simulation;
    let found: number | undefined;
    for (let seed = from; seed < from + within && found === undefined; seed++) {
      const violations = await checkWorld(await runWorld({ seed, breakage, late }));
      if (violations.some((violation) => finds.test(violation))) found = seed;
    }
    expect(found).toBeDefined();
    expect(await checkWorld(await runWorld({ seed: found ?? 1, late }))).toEqual([]);
  },
  600_000,
);
