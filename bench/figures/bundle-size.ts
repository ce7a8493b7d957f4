import type { Figure, Row } from '../figure.ts';
import {
  baselineBundle,
  bytesAtStart,
  duplicatesIn,
  type FunctionName,
  functionBundle,
} from '../support/bundles.ts';
import { withFolder } from '../support/folders.ts';

/** Megabytes of code; the smaller, the sooner a cold function answers. */
export const bundleGoals = { ingest: 1.4, publish: 1.0, reconcile: undefined } as const;

const million = 1_000_000;
const megabytes = (bytes: number) => `${(bytes / million).toFixed(3)} MB`;

export const bundleSize: Figure = {
  name: 'bundle-size',
  title: 'bundle size, minified',
  alternative: 'only the AWS SDK clients it uses + middy + powertools logger',
  run: () =>
    withFolder((folder) => {
      const rows: Row[] = [];
      for (const [name, atMost] of Object.entries(bundleGoals)) {
        const ours = functionBundle(name as FunctionName, folder);
        const baseline = baselineBundle(name as FunctionName, folder, ours);
        const twice = duplicatesIn(ours.metafile);
        rows.push({
          what: name,
          value: ours.bytes / million,
          unit: 'MB',
          goal: atMost === undefined ? undefined : { atMost },
          note: `${megabytes(bytesAtStart(ours.metafile))} are loaded at start; the alternative has ${megabytes(baseline.bytes)}`,
        });
        rows.push({
          what: `${name}: packages in it twice`,
          value: twice.length,
          unit: 'packages',
          goal: { atMost: 0 },
          note: twice.join('; ') || undefined,
        });
      }
      return Promise.resolve(rows);
    }),
};
