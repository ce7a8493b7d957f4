import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { sitemapKey, sitemapsFolder } from '../../shared/resources/object-keys.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import { bringUpToDate, type DocumentGroup } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { rendering } from './load-rendering.ts';

/** Parts that an index can name (sitemaps.org, "Protocol"): some twenty-five million articles. */
const mostParts = 50_000;

/** Makes `/sitemap.xml` name the sitemaps that the site has. @returns the names of the parts in it */
export async function publishSitemapIndex(deps: PublishDependencies): Promise<Set<string>> {
  let listed: string[] = [];
  const group: DocumentGroup<string[]> = {
    name: 'sitemap index',
    keys: [sitemapKey],
    read: () => sitemapKeys(deps),
    fingerprint: (keys) => keys.join(' '),
    async render(keys) {
      listed = keys;
      if (keys.length === 0) return [{ key: sitemapKey, body: undefined }];
      const { checkSitemap, renderSitemapIndex } = await rendering();
      const body = renderSitemapIndex(deps.config.siteUrl, keys.slice(-mostParts));
      checkSitemap('sitemapindex', body, Math.min(keys.length, mostParts));
      return [{ key: sitemapKey, body }];
    },
  };
  await bringUpToDate(deps.site, deps.clock, group);
  return new Set(listed);
}

/** Keys of the sitemaps in the site bucket: the months in their order, then that of the feeds' pages. */
async function sitemapKeys({ s3, config }: PublishDependencies): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: config.siteBucket,
        Prefix: sitemapsFolder,
        ContinuationToken: token,
      }),
    );
    for (const { Key } of page.Contents ?? []) if (Key !== undefined && isSitemap(Key)) keys.push(Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

const isSitemap = (key: string): boolean => ['sitemap', 'site'].includes(siteKeyOf(key).kind);
