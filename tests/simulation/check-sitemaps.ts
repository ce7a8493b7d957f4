import type { FeedItem } from './site-snapshot.ts';

const siteUrl = 'https://site.example/';
const twoDays = 48 * 3_600_000;

/**
 * The sitemaps that the index names hold each article once and nothing else, and the news sitemap those of the last two
 * days. @returns what is wrong, in words
 */
export function checkSitemaps(documents: Map<string, string>, shown: FeedItem[], now: number): string[] {
  const problems: string[] = [];
  const same = (what: string, actual: string[], wanted: string[]) => {
    const [a, b] = [actual.toSorted().join(' '), wanted.toSorted().join(' ')];
    if (a !== b) problems.push(`${what} lists [${a}] instead of [${b}]`);
  };
  const present = [...documents.keys()].filter((key) => key.startsWith('sitemaps/'));
  same(
    'sitemap.xml',
    addressesOf(documents.get('sitemap.xml')),
    present.map((key) => siteUrl + key),
  );
  const parts = present.filter((key) => key !== 'sitemaps/feeds.xml');
  const listed = parts.flatMap((key) => {
    const addresses = addressesOf(documents.get(key));
    if (addresses.length === 0) problems.push(`${key} lists nothing`);
    return addresses.filter((address) => address !== siteUrl);
  });
  same(
    'the sitemap',
    listed,
    shown.map(({ url }) => url),
  );
  // A message is under way for a moment: what turns two days old in it may still be there.
  const news = addressesOf(documents.get('news-sitemap.xml')).filter((address) => address !== siteUrl);
  const recent = (age: number) => shown.filter(({ published }) => now - Date.parse(published) < age);
  const atLeast = recent(twoDays - 60_000).map(({ url }) => url);
  const atMost = recent(twoDays + 60_000).map(({ url }) => url);
  for (const url of atLeast) if (!news.includes(url)) problems.push(`the news sitemap lacks ${url}`);
  for (const url of news) if (!atMost.includes(url)) problems.push(`the news sitemap still lists ${url}`);
  return problems;
}

const addressesOf = (text = ''): string[] =>
  [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc = '']) => loc);
