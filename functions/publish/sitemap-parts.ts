import { isMonthNoted } from '../../shared/catalog/feed-directory.ts';
import { Timeline } from '../../shared/catalog/timeline.ts';
import type { EntryPlace } from '../../shared/feeds/stretches.ts';
import { sitemapPartKey } from '../../shared/resources/object-keys.ts';
import { timelineSortKey } from '../../shared/resources/table-keys.ts';
import {
  monthOfPart,
  type PartStart,
  partAround,
  partEvery,
  partName,
  partsOfMonth,
  readPart,
  startsPart,
} from '../../shared/sitemaps/part.ts';
import type { SitemapAddress } from '../../shared/sitemaps/render.ts';
import { bringUpToDate, type DocumentGroup, type FirstReading, readFirst } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { rendering } from './load-rendering.ts';
import type { SiteObjects } from './site-objects.ts';

/** A part as it is to be published. */
interface PartState {
  isDue: boolean;
  addresses: SitemapAddress[];
  /** Sort key at which the next part of the month starts. */
  until: string | undefined;
}

/** Points read by one query: mostly a whole part. */
const pointsPerQuery = 1000;

/** The part that each month's places were found in last: the next article of a month mostly belongs there too. */
const lastUsed = new WeakMap<SiteObjects, Map<string, PartStart>>();

export const cutsEvery = ({ sitemapPartEvery = partEvery }: PublishDependencies): number => sitemapPartEvery;

const everything = ({ dynamodb, config }: PublishDependencies): Timeline =>
  new Timeline(dynamodb, config.catalogTable, 'all', pointsPerQuery);

/** Brings the parts of the sitemap up to date in which articles stand or stood. @param places each in the feed of everything */
export async function publishPartsAt(deps: PublishDependencies, places: EntryPlace[]): Promise<void> {
  const done: { start: PartStart; until: string | undefined }[] = [];
  const bring = async (start: PartStart, first?: FirstReading<PartState>) => {
    await bringUpToDate(deps.site, deps.clock, partGroup(deps, start), first);
  };
  for (const place of places.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))) {
    // What starts a part makes or ends one, beside changing the part around it.
    if (startsPart(place.id, cutsEvery(deps))) await bring({ id: place.id, published: place.published });
    if (done.some(({ start, until }) => covers(start, until, place))) continue;
    const { start, first } = await partOf(deps, place);
    await bring(start, first);
    done.push({ start, until: first.state.until });
  }
}

/** Brings all parts of a month up to date, and takes away what is none. @param named parts that the site has */
export async function publishPartsOfMonth(
  deps: PublishDependencies,
  month: string,
  named: Iterable<string>,
): Promise<void> {
  const starts = await partsOfMonth(everything(deps), month, cutsEvery(deps));
  for (const start of starts) await bringUpToDate(deps.site, deps.clock, partGroup(deps, start));
  const due = new Set(starts.map((start) => sitemapPartKey(partName(start))));
  for (const key of named) {
    if (key.startsWith(sitemapPartKey(month).replace('.xml', '')) && !due.has(key)) {
      await bringUpToDate(deps.site, deps.clock, surplusGroup(deps, month, key));
    }
  }
}

/** The part that a place lies in, with a reading of it: that of the last place in the month, if it fits. */
async function partOf(
  deps: PublishDependencies,
  place: EntryPlace,
): Promise<{ start: PartStart; first: FirstReading<PartState> }> {
  const known = lastUsed.get(deps.site) ?? new Map<string, PartStart>();
  lastUsed.set(deps.site, known);
  const month = place.published.slice(0, 7);
  const guess = known.get(month);
  if (guess) {
    const first = await readFirst(deps.site, partGroup(deps, guess), undefined);
    if (first.state.isDue && covers(guess, first.state.until, place)) return { start: guess, first };
  }
  const start = await partAround(everything(deps), place, cutsEvery(deps));
  known.set(month, start);
  return { start, first: await readFirst(deps.site, partGroup(deps, start), undefined) };
}

function partGroup(deps: PublishDependencies, start: PartStart): DocumentGroup<PartState> {
  const key = sitemapPartKey(partName(start));
  const { siteUrl, catalogTable } = deps.config;
  return {
    name: `sitemap ${key}`,
    keys: [key],
    async read() {
      const part = await readPart(everything(deps), start, cutsEvery(deps));
      if (!part) return { isDue: false, addresses: [], until: undefined };
      // Once there, a month's first part stays, whatever leaves it: the index never has to forget a month.
      const isDue =
        part.entries.length > 0 ||
        ((await isMonthNoted(deps.dynamodb, catalogTable, monthOfPart(start))) &&
          (await deps.site.look(key)) !== null);
      const addresses = part.entries.map(({ path, updated }) => ({ path, updated }));
      return { isDue, addresses, until: part.next?.sk };
    },
    fingerprint: ({ isDue, addresses }) => JSON.stringify([isDue, addresses]),
    // Whether an empty part is due depends on whether it is there, and of that nobody tells.
    isAnnounced: ({ addresses }) => addresses.length > 0,
    async render({ isDue, addresses }) {
      if (!isDue) return [{ key, body: undefined }];
      const { checkSitemap, renderSitemap } = await rendering();
      const body = renderSitemap(siteUrl, addresses);
      checkSitemap('urlset', body, addresses.length);
      return [{ key, body }];
    },
  };
}

/** A document among a month's parts that seems to be none: it goes, unless it has become one. */
function surplusGroup(deps: PublishDependencies, month: string, key: string): DocumentGroup<boolean> {
  return {
    name: `sitemap ${key}`,
    keys: [key],
    async read() {
      const starts = await partsOfMonth(everything(deps), month, cutsEvery(deps));
      return starts.some((start) => sitemapPartKey(partName(start)) === key);
    },
    fingerprint: String,
    render: async (isPart) => (isPart ? [] : [{ key, body: undefined }]),
  };
}

const sortKeyOf = ({ id, published }: EntryPlace): string => timelineSortKey(published, 'E', id);

function covers(start: PartStart, until: string | undefined, place: EntryPlace): boolean {
  if (monthOfPart(start) !== place.published.slice(0, 7)) return false;
  const at = sortKeyOf(place);
  const from = 'month' in start ? '' : sortKeyOf(start);
  // What stands at the very start of a part makes a part of its own; the one around it is that before.
  return at > from && (until === undefined || at < until);
}
