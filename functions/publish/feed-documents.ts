import type { PublishedArticle } from '../../shared/article/schema.ts';
import type { TimelinePoint } from '../../shared/catalog/timeline-items.ts';
import type { FeedRef } from '../../shared/feeds/feed-id.ts';
import type { FeedView } from '../../shared/feeds/feed-view.ts';
import { feedDocuments } from '../../shared/resources/object-keys.ts';
import type { SiteDocument } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { rendering } from './load-rendering.ts';

/** Revisions fetched at the same time. */
const fetchesAtOnce = 16;

export async function loadEntries(
  deps: PublishDependencies,
  points: TimelinePoint[],
): Promise<PublishedArticle[]> {
  const articles: PublishedArticle[] = [];
  for (let start = 0; start < points.length; start += fetchesAtOnce) {
    const some = points.slice(start, start + fetchesAtOnce);
    articles.push(...(await Promise.all(some.map((point) => deps.revisions.load(point)))));
  }
  return articles;
}

/** What a feed is called: as its newest entry spells it, else what its address says. */
export function feedRefOf(feed: string, entries: TimelinePoint[]): FeedRef {
  return { feed, label: entries[0]?.label ?? feed.slice(feed.indexOf('/') + 1) };
}

/**
 * Renders a feed's head or archive page in every format that the site publishes; of the others there should be no document.
 * @param folder of the documents on the site
 * @throws OutputCheckError when a document fails its strict check
 */
export async function renderFeedDocuments(view: FeedView, folder: string): Promise<SiteDocument[]> {
  const { renderFeed } = await rendering();
  return renderFeed(view, folder);
}

/** The documents of a feed folder that should hold none. */
export const noFeedDocuments = (folder: string): SiteDocument[] =>
  feedDocuments.map((name) => ({ key: folder + name, body: undefined }));
