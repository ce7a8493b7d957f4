import { renderAtom } from '../../shared/feeds/atom.ts';
import { type FeedView, feedLinks } from '../../shared/feeds/feed-view.ts';
import { isPublished } from '../../shared/feeds/formats.ts';
import { renderFeedJson } from '../../shared/feeds/json-feed.ts';
import { renderRss } from '../../shared/feeds/rss.ts';
import { type FeedDocumentName, feedDocuments, objectMetadata } from '../../shared/resources/object-keys.ts';
import { checkDocument } from '../../shared/site/check-document.ts';
import { renderFeedPage } from '../../shared/site/feed-page.ts';
import type { SiteDocument } from './bring-up-to-date.ts';

const renderers: Record<FeedDocumentName, (view: FeedView) => string> = {
  'index.html': renderFeedPage,
  'feed.json': renderFeedJson,
  'rss.xml': renderRss,
  'atom.xml': renderAtom,
};

/**
 * Renders a feed's head or archive page in every format that the site publishes, and reads each as strictly as a reader
 * could. Of the other formats there should be no document.
 * @param folder of the documents on the site
 * @throws OutputCheckError when a document fails; then none of them is published
 */
export function renderFeed(view: FeedView, folder: string): SiteDocument[] {
  const ids = view.entries.map(({ id }) => id);
  return feedDocuments.map((name) => {
    if (!isPublished(view.site, name)) return { key: folder + name, body: undefined };
    const body = renderers[name](view);
    checkDocument(name, body, ids);
    return { key: folder + name, body, ...linkHeader(view, name) };
  });
}

/** What the edge sends in a Link header of a head with hubs; they stand in the document too, so it is as it is. */
function linkHeader(view: FeedView, name: FeedDocumentName): Pick<SiteDocument, 'metadata'> {
  const links = feedLinks(view, name).filter(({ rel }) => rel === 'hub' || rel === 'self');
  if (name === 'index.html' || !links.some(({ rel }) => rel === 'hub')) return {};
  const value = links.map(({ rel, href }) => `<${href}>; rel="${rel}"`).join(', ');
  return { metadata: { [objectMetadata.link]: value } };
}
