import { readChangeLog } from '../helpers/change-log.ts';
import { names } from './pipeline.ts';
import { SiteSnapshot } from './site-snapshot.ts';
import type { World } from './world.ts';

/** The log, read by its links as a consumer would, tells each change that the catalog ever made, once and in order. */
export function checkChangeLog(world: World): string[] {
  const { documents } = new SiteSnapshot(world.s3, names.site, /^changes/);
  const { records, pages, problems } = readChangeLog((key) => documents.get(key));
  const open = new Set(pages.at(-1)?.records.map(({ id, version }) => `${id} ${version}`));
  const told = Map.groupBy(records, ({ id }) => id);
  for (const [id, made] of world.catalogWatch.changes) {
    const wanted = made.map(({ version, kind }) => `${version} ${kind}`).join();
    const actual = (told.get(id) ?? []).map(({ version, kind }) => `${version} ${kind}`).join();
    if (actual !== wanted)
      problems.push(`the log lacks or repeats changes: of ${id} [${actual}], not [${wanted}]`);
  }
  for (const { item, pk, sk } of world.dynamodb.table(names.table).items()) {
    if (sk === 'ARTICLE') {
      const id = item.id?.S ?? '';
      const last = told.get(id)?.at(-1);
      const shown = item.shown?.M;
      const hash = item.claims?.M?.[shown?.key?.S ?? '']?.M?.hash?.S;
      if ((last?.kind ?? 'withdrawn') === 'withdrawn' ? shown : !shown || last?.hash !== hash)
        problems.push(`the last that the log tells of ${id} is not what the catalog says`);
      if (last && last.url !== `/${item.path?.S}`) problems.push(`the log tells ${last.url} of ${id}`);
    }
    const waits = `${pk.replace('ARTICLE#', '')} ${item.version?.N}`;
    if (sk.startsWith('CHANGE#') && !open.has(waits)) problems.push(`${waits} still waits to be logged`);
  }
  for (const id of told.keys())
    if (!world.catalogWatch.changes.has(id)) problems.push(`the log tells of ${id}`);
  return problems;
}
