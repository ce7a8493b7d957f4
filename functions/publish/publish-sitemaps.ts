import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import type { EntryPlace } from '../../shared/feeds/stretches.ts';
import { newsSitemapKey, sitemapPartKey } from '../../shared/resources/object-keys.ts';
import { readNews } from '../../shared/sitemaps/news.ts';
import { startsPart } from '../../shared/sitemaps/part.ts';
import { bringUpToDate, type DocumentGroup } from './bring-up-to-date.ts';
import { type PublishDependencies, timelineOf } from './dependencies.ts';
import { loadEntries } from './feed-documents.ts';
import { rendering } from './load-rendering.ts';
import type { SiteObjects } from './site-objects.ts';
import { publishSitemapIndex } from './sitemap-index.ts';
import { cutsEvery, publishPartsAt, publishPartsOfMonth } from './sitemap-parts.ts';

/** What there is to see to in the sitemaps. */
export interface SitemapWork {
  /** Where articles stand or stood in the feed of everything. */
  places: EntryPlace[];
  /** Months, `yyyy-mm`, to look at as a whole. */
  months: string[];
  /** The news sitemap. */
  news: boolean;
  /** The index in any case. */
  index: boolean;
}

/** Name under which the failure of a month's sitemap, or of the news sitemap, is known. */
export const sitemapSubject = (part: string): string => `sitemap ${part}`;
export const newsSubject = sitemapSubject('news');

/** Sitemaps that the index named when a process looked at it last. A month's first part never goes: it stays named. */
const named = new WeakMap<SiteObjects, Set<string>>();

/**
 * Brings the sitemaps up to date: the parts that articles touch, then the index when it may have to name others.
 *
 * The index is looked at when a process starts, when a month is new to it, and with every article that starts or
 * started a part: whoever repeats a message after a crash does so again.
 * @param failed is told of each article and subject that has to be seen to again, and why
 */
export async function publishSitemaps(
  deps: PublishDependencies,
  { places, months, news, index }: SitemapWork,
  failed: (subject: string, error: unknown) => void,
): Promise<void> {
  const known = named.get(deps.site);
  const subjects: string[] = [];
  const attempt = async (its: string[], work: () => Promise<void>) => {
    subjects.push(...its);
    try {
      await work();
    } catch (error) {
      for (const subject of its) failed(subject, error);
    }
  };
  for (const some of Map.groupBy(places, monthOf).values()) {
    await attempt(
      some.map(({ id }) => id),
      () => publishPartsAt(deps, some),
    );
  }
  if (months.length > 0) {
    const present = await publishSitemapIndex(deps);
    for (const month of months) {
      await attempt([sitemapSubject(month)], () => publishPartsOfMonth(deps, month, present));
    }
  }
  if (news || !known) {
    await attempt(news ? [newsSubject] : [], () => publishNews(deps));
  }
  const mayDiffer =
    index ||
    !known ||
    months.length > 0 ||
    places.some(
      (place) => startsPart(place.id, cutsEvery(deps)) || !known.has(sitemapPartKey(monthOf(place))),
    );
  if (!mayDiffer) return;
  await attempt(subjects.splice(0), async () => {
    named.set(deps.site, await publishSitemapIndex(deps));
  });
}

const monthOf = ({ published }: EntryPlace): string => published.slice(0, 7);

async function publishNews(deps: PublishDependencies): Promise<void> {
  const { site, siteUrl } = deps.config;
  const group: DocumentGroup<TimelinePoint[]> = {
    name: 'news sitemap',
    keys: [newsSitemapKey],
    read: () => readNews(timelineOf(deps, 'all'), deps.clock.now()),
    fingerprint: (entries) => JSON.stringify(entries),
    // By the reconcile function, which watches what belongs in here.
    isAnnounced: () => true,
    async render(entries) {
      const { checkSitemap, renderNewsSitemap } = await rendering();
      const body = renderNewsSitemap(site, siteUrl, await loadEntries(deps, entries));
      checkSitemap('urlset', body, entries.length);
      return [{ key: newsSitemapKey, body }];
    },
  };
  await bringUpToDate(deps.site, deps.clock, group);
}
