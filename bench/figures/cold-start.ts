import { pathToFileURL } from 'node:url';
import type { Figure, Row } from '../figure.ts';
import { ratio } from '../figure.ts';
import { quantile } from '../support/alternate.ts';
import { baselineBundle, type FunctionName, functionBundle } from '../support/bundles.ts';
import { runWorker } from '../support/child.ts';
import { withFolder } from '../support/folders.ts';
import { functionEnvironment } from '../support/function-environment.ts';

const goals = { ingest: 1.25, publish: 1.15, reconcile: undefined } as const;

interface Load {
  cpuMs: number;
  wallMs: number;
}

const load = (path: string, name: FunctionName): Promise<Load> =>
  runWorker('cold-start.mjs', { args: [pathToFileURL(path).href], env: functionEnvironment(name) });

export const coldStart: Figure = {
  name: 'cold-start',
  title: 'cold start: load the minified bundle and make its clients; CPU time',
  alternative: 'a bundle of only the SDK clients it uses + middy + powertools logger',
  run: ({ quick, progress }) =>
    withFolder(async (folder) => {
      const rounds = quick ? 7 : 21;
      const rows: Row[] = [];
      for (const [each, atMost] of Object.entries(goals)) {
        const name = each as FunctionName;
        progress(name);
        const ours = functionBundle(name, folder);
        const baseline = baselineBundle(name, folder, ours);
        const loads = { ours: [] as Load[], alternative: [] as Load[] };
        for (let round = 0; round < rounds; round++) {
          loads.ours.push(await load(ours.path, name));
          loads.alternative.push(await load(baseline.path, name));
        }
        const median = (which: Load[], unit: keyof Load) =>
          quantile(
            which.map((one) => one[unit]),
            0.5,
          );
        const wall = (which: Load[]) => median(which, 'wallMs').toFixed(0);
        rows.push(
          ratio(
            name,
            'ms',
            { ours: median(loads.ours, 'cpuMs'), alternative: median(loads.alternative, 'cpuMs') },
            {
              goal: atMost === undefined ? undefined : { atMost },
              note: `median of ${rounds}; by the clock ${wall(loads.ours)} and ${wall(loads.alternative)} ms`,
            },
          ),
        );
      }
      return rows;
    }),
};
