import type { PublishedArticle } from '../article/schema.ts';
import { siteAddress } from '../feeds/addresses.ts';
import { feedEntry } from '../feeds/entry.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { element, xmlText } from '../feeds/xml.ts';
import type { SiteSettings } from '../site-settings.ts';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const newsNamespace = 'http://www.google.com/schemas/sitemap-news/0.9';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An address of a sitemap. */
export interface SitemapAddress {
  /** Key of the site bucket, or its folder. */
  path: string;
  /** When it last changed, ISO 8601 UTC. */
  updated?: string;
}

/**
 * A sitemap (sitemaps.org protocol 0.9). One without addresses would not be valid: it lists the front page instead.
 * @param siteUrl ends with a slash
 */
export function renderSitemap(siteUrl: string, addresses: readonly SitemapAddress[]): string {
  const listed = addresses.length > 0 ? addresses : [{ path: '' }];
  const urls = listed.map(({ path, updated }: SitemapAddress) =>
    element('url', {}, textElement('loc', siteAddress(siteUrl, path)) + textElement('lastmod', updated)),
  );
  return `${declaration}<urlset xmlns="${namespace}">\n${urls.join('')}</urlset>\n`;
}

/** The index of sitemaps: `/sitemap.xml`. @param keys of the sitemaps in the site bucket, at least one */
export function renderSitemapIndex(siteUrl: string, keys: readonly string[]): string {
  const sitemaps = keys.map((key) =>
    element('sitemap', {}, textElement('loc', siteAddress(siteUrl, key)).trimEnd()),
  );
  return `${declaration}<sitemapindex xmlns="${namespace}">\n${sitemaps.join('')}</sitemapindex>\n`;
}

/** The news sitemap: the articles of the last two days, with their titles; without any, the front page. */
export function renderNewsSitemap(
  site: SiteSettings,
  siteUrl: string,
  articles: readonly PublishedArticle[],
): string {
  const urls = articles.map((article) => {
    const { url, title, published } = feedEntry(article);
    const publication =
      textElement('news:name', cleanLine(site.title)) +
      textElement('news:language', newsLanguage(article.language, site.language));
    const news =
      element('news:publication', {}, publication.trimEnd()) +
      textElement('news:publication_date', published) +
      textElement('news:title', title);
    return element('url', {}, textElement('loc', url) + element('news:news', {}, news.trimEnd()).trimEnd());
  });
  const front = element('url', {}, textElement('loc', siteUrl).trimEnd());
  return `${declaration}<urlset xmlns="${namespace}" xmlns:news="${newsNamespace}">\n${urls.join('') || front}</urlset>\n`;
}

/** Two or three letters of ISO 639, but `zh-cn` or `zh-tw` for Chinese: nothing else is allowed there. */
export function newsLanguage(language: string, fallback: string): string {
  for (const tag of [language, fallback]) {
    const [primary = '', ...rest] = tag.toLowerCase().split('-');
    if (primary === 'zh')
      return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-tw' : 'zh-cn';
    if (/^[a-z]{2,3}$/.test(primary) && primary !== 'und') return primary;
  }
  return 'en';
}

function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : element(name, {}, xmlText(text));
}
