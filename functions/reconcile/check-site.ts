import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { isPublished } from '../../shared/feeds/formats.ts';
import type { PublishHint } from '../../shared/publish-message-schema.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import type { Position } from './cursor.ts';
import type { DriftDependencies } from './dependencies.ts';
import { orphanedArticles } from './orphaned-articles.ts';
import { orphanedHeads, orphanedPages, orphanedSitemaps } from './orphaned-feeds.ts';
import type { Slice } from './slice.ts';
import { staleCopies } from './stale-copies.ts';

/**
 * Looks through the next objects of the site bucket for those that the catalog doesn't call for. Nothing is removed
 * here: the publisher is told, reads the catalog anew, and removes conditionally what still isn't called for.
 */
export async function checkSite(
  deps: DriftDependencies,
  { after }: Extract<Position, { phase: 'site' }>,
): Promise<Slice> {
  const { s3, config, pace } = deps;
  const listing = await s3.send(
    new ListObjectsV2Command({ Bucket: config.siteBucket, StartAfter: after, MaxKeys: pace.siteKeysPerRun }),
  );
  const keys = (listing.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  const folders = new Set<string>();
  const heads = new Set<string>();
  const surplus: PublishHint[] = [];
  const pages = new Map<string, { feed: string; page: string }>();
  const months = new Set<string>();
  let unknown = 0;
  for (const key of keys) {
    const found = siteKeyOf(key);
    if (found.kind === 'unknown') unknown += 1;
    else if (found.kind === 'sitemap') months.add(found.month);
    else if (found.kind === 'article') folders.add(found.folder);
    else if (found.kind === 'head') {
      if (isPublished(config.site, found.name)) heads.add(found.feed);
      else surplus.push({ feeds: [found.feed] });
    } else if (found.kind === 'archive') {
      const { feed, page, name } = found;
      if (isPublished(config.site, name)) pages.set(`${feed} ${page}`, found);
      else surplus.push({ pages: [{ feed, start: { page } }] });
    }
  }
  const articles = await orphanedArticles(deps, [...folders]);
  const hints: PublishHint[] = [
    ...surplus,
    ...(await orphanedSitemaps(deps, months)).map((month) => ({ sitemaps: [month] })),
    ...(await staleCopies(deps, listing.Contents ?? [])).map((copy) => ({ copies: [copy] })),
    ...articles.orphans.map((check) => ({ checks: [check] })),
    ...(await orphanedHeads(deps, [...heads])).map((feed) => ({ feeds: [feed] })),
    ...(await orphanedPages(deps, [...pages.values()])).map(({ feed, page }) => ({
      pages: [{ feed, start: { page } }],
    })),
  ];
  const orphans = hints.length;
  // One of the three may have been replaced: the publisher looks at all of them.
  hints.push(...articles.standIns.map((check) => ({ checks: [check] })));
  const last = keys.at(-1);
  const more = listing.IsTruncated && last !== undefined;
  return {
    hints,
    orphans,
    unknown: unknown + articles.unknown,
    next: more ? { phase: 'site', after: last } : { phase: 'store' },
  };
}
