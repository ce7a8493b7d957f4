import { siteAddress } from '../feeds/addresses.ts';

/** `robots.txt` (RFC 9309): everything may be read. @param sitemapKeys keys of the sitemaps that exist */
export function renderRobots(siteUrl: string, sitemapKeys: readonly string[] = ['sitemap.xml']): string {
  const sitemaps = sitemapKeys.map((key) => `Sitemap: ${siteAddress(siteUrl, key)}\n`).join('');
  return `User-agent: *\nAllow: /\n${sitemaps && `\n${sitemaps}`}`;
}
