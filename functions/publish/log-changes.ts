import { ChangeOutbox } from '../../shared/catalog/change-outbox.ts';
import type { PendingChange } from '../../shared/catalog/pending-change.ts';
import { eventOfChange } from '../../shared/events/events.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { changeLogSettings } from '../../shared/resources/settings.ts';
import { ChangeLog } from './change-log.ts';
import type { PublishDependencies } from './dependencies.ts';

const readsAtOnce = 8;

/** What each process knows of the log, by the site objects it writes to. */
const logs = new WeakMap<PublishDependencies['site'], ChangeLog>();

/** The change log of a site, as this process knows it. */
export function changeLogOf(deps: PublishDependencies): ChangeLog {
  const { site, clock, events, config, changesPerPage: size = changeLogSettings.recordsPerPage } = deps;
  const tell = async (changes: PendingChange[]) =>
    events?.send(changes.map((change) => eventOfChange(change, config.siteUrl)));
  const log = logs.get(site) ?? new ChangeLog(site, outboxOf(deps), clock, size, tell);
  logs.set(site, log);
  return log;
}

export const outboxOf = ({ dynamodb, config }: PublishDependencies): ChangeOutbox =>
  new ChangeOutbox(dynamodb, config.catalogTable);

/**
 * Appends what has changed to the change log, once the site shows it.
 * @param changes by article, as they were read before the site was brought up to date
 * @param since page of the log that was open before they were read, as far as known
 * @param failed is told of every article whose changes are not in the log
 */
export async function logChanges(
  deps: PublishDependencies,
  changes: ReadonlyMap<string, PendingChange[]>,
  since: number | undefined,
  failed: (id: string, error: unknown) => void,
): Promise<void> {
  const ids = [...changes].flatMap(([id, its]) => (its.length > 0 ? [id] : []));
  if (ids.length === 0) return;
  const readAgain = async () => {
    const found = new Map<string, PendingChange[]>();
    await inParallel(readsAtOnce, ids, async (id) => {
      // Newer changes may have come meanwhile, which the site doesn't show yet.
      const newest = changes.get(id)?.at(-1)?.version ?? 0;
      const read = await outboxOf(deps).readArticle(id);
      found.set(
        id,
        read.changes.filter(({ version }) => version <= newest),
      );
    });
    return inOrder(found.values());
  };
  try {
    await changeLogOf(deps).append(inOrder(changes.values()), since, readAgain);
  } catch (error) {
    for (const id of ids) failed(id, error);
  }
}

/** By their times, as far as these rise within each article: its own changes stay in their order. */
function inOrder(lists: Iterable<PendingChange[]>): PendingChange[] {
  const placed = [...lists].flatMap((list) => {
    let at = '';
    return list.map((change) => {
      if (change.at > at) at = change.at;
      return { change, at };
    });
  });
  placed.sort((a, b) => {
    if (a.at !== b.at) return a.at < b.at ? -1 : 1;
    if (a.change.id === b.change.id) return a.change.version - b.change.version;
    return a.change.id < b.change.id ? -1 : 1;
  });
  return placed.map(({ change }) => change);
}
