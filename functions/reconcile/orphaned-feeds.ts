import { privateFeedOf, tokenOf } from '../../shared/catalog/private-feeds.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { pageStartName, readArchivePage } from '../../shared/feeds/archive-page.ts';
import { stretchesBack } from '../../shared/feeds/stretches.ts';
import { canaryFeed } from '../../shared/resources/canary.ts';
import { feedKey, privateFeedKey } from '../../shared/resources/table-keys.ts';
import * as z from '../../shared/zod.ts';
import { type DriftDependencies, timelineOf } from './dependencies.ts';

const feedSchema = z.object({ feed: z.string() });
const issuedSchema = z.object({ token: z.string(), revoked: z.optional(z.string()) });

/**
 * Of these feeds, those that never had an article, and private ones that are not issued. The feed of everything is there
 * before its first.
 */
export async function orphanedHeads(
  { dynamodb, config }: DriftDependencies,
  feeds: string[],
): Promise<string[]> {
  const known = new Set(['all', canaryFeed.feed]);
  const tokens = feeds.flatMap((feed) => tokenOf(feed) ?? []);
  const keys = feeds.filter((feed) => tokenOf(feed) === undefined).map(feedKey);
  for (const { feed } of await readMany(dynamodb, config.catalogTable, keys, feedSchema)) known.add(feed);
  const issued = await readMany(dynamodb, config.catalogTable, tokens.map(privateFeedKey), issuedSchema);
  for (const { token, revoked } of issued) if (revoked === undefined) known.add(privateFeedOf(token));
  return feeds.filter((feed) => !known.has(feed));
}

/** A page by its name. */
interface NamedPage {
  feed: string;
  page: string;
}

/** Of these archive pages, those that are not due. Each month of a feed is read once. */
export async function orphanedPages(deps: DriftDependencies, pages: NamedPage[]): Promise<NamedPage[]> {
  const months = Map.groupBy(pages, ({ feed, page }) => `${feed}#${page.slice(0, 7)}`);
  const orphans: NamedPage[] = [];
  for (const some of months.values()) {
    const [{ feed, page }] = some as [NamedPage];
    const due = await pagesDue(deps, feed, page.slice(0, 7));
    orphans.push(...some.filter((each) => !due.has(each.page)));
  }
  return orphans;
}

/** Names of the archive pages due in a month of a feed. */
async function pagesDue(deps: DriftDependencies, feed: string, month: string): Promise<Set<string>> {
  const timeline = timelineOf(deps, feed);
  const due = new Set<string>();
  let newest = true;
  for await (const { name, entries } of stretchesBack(timeline.backInMonth({ month }), false)) {
    // Only the newest page of a feed may have entries and yet no documents; it is the newest of its month.
    const first = entries.at(-1);
    if (newest && first) {
      const start = name === month ? { month } : { id: first.id, published: first.published };
      const content = await readArchivePage(timeline, start, deps.config.site.feedSize);
      if (content.entries.length > 0) due.add(pageStartName(start));
    } else due.add(name);
    newest = false;
  }
  return due;
}

/** Of these months of the sitemap, those in which nothing was ever published. */
export async function orphanedSitemaps(deps: DriftDependencies, months: Set<string>): Promise<string[]> {
  if (months.size === 0) return [];
  const due = new Set(await timelineOf(deps, 'all').months());
  return [...months].filter((month) => !due.has(month));
}
