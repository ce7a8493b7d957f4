import { checkChangeLog } from './check-change-log.ts';
import { checkEvents } from './check-events.ts';
import { checkFromScratch, checkStore } from './check-from-scratch.ts';
import { checkSite } from './check-site.ts';
import { names } from './pipeline.ts';
import type { World } from './world.ts';

/** Everything that must be true of a world at rest. @returns what is wrong, in words; empty when all is well */
export async function checkWorld(world: World): Promise<string[]> {
  return [
    ...world.violations,
    ...checkSite(world),
    ...checkChangeLog(world),
    ...(await checkFromScratch(world)),
    ...checkStore(world),
    ...checkEvents(world),
    ...checkTags(world),
    ...world.dynamodb.eventualReads.map((operation) => `${operation} did not ask for a consistent read`),
  ];
}

/** Every upload says on itself what became of it. */
function checkTags(world: World): string[] {
  const problems: string[] = [];
  for (const [key, states] of world.history.states) {
    const spec = states.at(-1)?.spec;
    if (!spec) continue;
    const status = world.s3.bucket(names.inbox).newest(key)?.tags.get('dropwire-status');
    const wanted = spec.fault ? 'rejected' : 'accepted';
    if (status !== wanted) problems.push(`${key} is tagged ${status} instead of ${wanted}`);
  }
  return problems;
}
