import type { PublishedArticle } from '../article/schema.ts';
import type { FeedEntry } from '../feeds/entry.ts';
import { type FeedView, ownAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import type { SiteSettings } from '../site-settings.ts';
import { type Html, trusted } from './html.ts';

/**
 * An article for search engines: schema.org NewsArticle as a JSON-LD block. Browsers take it for data and never run it,
 * so it stands under a policy that allows no script at all.
 */
export function articleJsonLd(
  article: PublishedArticle,
  entry: FeedEntry,
  site: SiteSettings,
  siteUrl: string,
): Html {
  const person = ({ name, url }: { name: string; url?: string }) => ({ '@type': 'Person', name, url });
  const authors = entry.authors.length > 0 ? entry.authors : site.author ? [site.author] : [];
  return jsonLd({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': entry.id,
    url: entry.url,
    mainEntityOfPage: entry.canonicalUrl ?? entry.url,
    headline: entry.title,
    description: entry.summary || undefined,
    image: entry.image && [entry.image.url],
    datePublished: entry.published,
    dateModified: entry.updated,
    inLanguage: entry.language,
    articleSection: entry.section,
    keywords: entry.tags.length > 0 ? entry.tags : undefined,
    wordCount: article.wordCount,
    author: authors.map(person),
    publisher: { '@type': 'Organization', name: site.title, url: siteUrl },
  });
}

/** A feed's page for search engines: the site itself, or a collection that is part of it. */
export function feedJsonLd(view: FeedView, title: string, isFront: boolean): Html {
  const { site, siteUrl } = view;
  const website = { '@type': 'WebSite', name: cleanLine(site.title), url: siteUrl };
  const about = {
    description: cleanLine(site.description) || undefined,
    inLanguage: site.language,
  };
  if (isFront) return jsonLd({ '@context': 'https://schema.org', ...website, ...about });
  const collection = { '@type': 'CollectionPage', name: title, url: ownAddress(view), ...about };
  return jsonLd({ '@context': 'https://schema.org', ...collection, isPartOf: website });
}

/** A value as a JSON-LD block. `<` can't close the element, nor open a comment in it. */
function jsonLd(value: unknown): Html {
  return trusted(
    `<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>\n`,
  );
}
