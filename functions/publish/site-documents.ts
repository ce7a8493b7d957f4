import { readFeeds } from '../../shared/catalog/feed-directory.ts';
import type { FeedRef } from '../../shared/feeds/feed-id.ts';
import {
  articleSchemaKey,
  changesSchemaKey,
  eventsSchemaKey,
  extensionFolder,
  feedFolder,
  feedsSitemapKey,
  newsSitemapKey,
  notFoundKey,
  opmlKey,
  robotsKey,
  sitemapKey,
} from '../../shared/resources/object-keys.ts';
import { bringUpToDate, type DocumentGroup } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { rendering } from './load-rendering.ts';

/** What each process has seen to: feeds that the OPML lists, by the site objects it writes to. */
const listed = new WeakMap<PublishDependencies['site'], Set<string>>();

/**
 * Publishes what belongs to the site as a whole, when a process starts and when a feed is new to it: a process that
 * dies in between leaves the work to the next one's start.
 * @param touched feeds of the articles just published
 * @param anew look at them in any case
 */
export async function publishSiteDocuments(
  deps: PublishDependencies,
  touched: FeedRef[],
  anew: boolean,
): Promise<void> {
  const known = listed.get(deps.site);
  if (!anew && known && touched.every(({ feed }) => known.has(feed))) return;
  let feeds: FeedRef[] = [];
  await bringUpToDate(
    deps.site,
    deps.clock,
    siteGroup(deps, (read) => (feeds = read)),
  );
  listed.set(deps.site, new Set(feeds.map(({ feed }) => feed)));
}

function siteGroup(deps: PublishDependencies, onRead: (feeds: FeedRef[]) => void): DocumentGroup<FeedRef[]> {
  const { site, siteUrl, catalogTable } = deps.config;
  return {
    name: 'site documents',
    async read() {
      const feeds = await readFeeds(deps.dynamodb, catalogTable);
      onRead(feeds);
      return feeds;
    },
    fingerprint: (feeds) => JSON.stringify(feeds),
    async render(feeds) {
      const { articleJsonSchema, changesJsonSchema, eventsJsonSchema } = await rendering();
      const { renderExtensionPage, renderNotFoundPage, renderOpml, renderRobots, renderSitemap } =
        await rendering();
      const { checkDocument, checkSitemap } = await rendering();
      const kind = (name: string) => feeds.filter(({ feed }) => feed.startsWith(`${name}/`));
      const directory = {
        sections: kind('sections'),
        tags: kind('tags'),
        authors: kind('authors'),
        languages: kind('languages'),
      };
      const opml = renderOpml(site, siteUrl, directory);
      const notFound = renderNotFoundPage(site, siteUrl);
      checkDocument('feeds.opml', opml, []);
      checkDocument('404.html', notFound, []);
      const extension = renderExtensionPage(site, siteUrl);
      checkDocument('index.html', extension, []);
      const pages = [{ path: '' }, ...Object.values(directory).flatMap(foldersOf)].slice(0, mostPages);
      const sitemap = renderSitemap(siteUrl, pages);
      checkSitemap('urlset', sitemap, pages.length);
      return [
        { key: opmlKey, body: opml },
        { key: notFoundKey, body: notFound },
        { key: `${extensionFolder}index.html`, body: extension },
        { key: robotsKey, body: renderRobots(siteUrl, [sitemapKey, newsSitemapKey]) },
        { key: feedsSitemapKey, body: sitemap },
        { key: articleSchemaKey, body: `${JSON.stringify(articleJsonSchema())}\n` },
        { key: eventsSchemaKey, body: `${JSON.stringify(eventsJsonSchema())}\n` },
        { key: changesSchemaKey, body: `${JSON.stringify(changesJsonSchema())}\n` },
      ];
    },
  };
}

/** Addresses that one sitemap may hold (sitemaps.org, "Protocol"). */
const mostPages = 50_000;

const foldersOf = (feeds: FeedRef[]) => feeds.map(({ feed }) => ({ path: feedFolder(feed) }));
