import { isNode, listOf } from './json-ld.ts';
import { firstMeta, type PageFacts } from './page-facts.ts';
import { fold, plainText } from './plain-text.ts';

/** The site's names, folded: stated ones, and its host as one word (`example` for www.example.com). */
export function siteNames(facts: PageFacts): Set<string> {
  const names = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value.length < 100) names.add(fold(plainText(value)));
  };
  for (const name of ['og:site_name', 'application-name', 'apple-mobile-web-app-title', 'twitter:site']) {
    add(facts.meta.get(name)?.[0]);
  }
  const { article, page, nodes, resolve } = facts.linked;
  for (const publisher of [article?.publisher, page?.publisher].flatMap(listOf).map(resolve)) {
    if (isNode(publisher)) add(publisher.name);
  }
  for (const node of nodes) if (node['@type'] === 'WebSite') add(node.name);
  const host = pageHost(facts);
  if (host) names.add(fold(host.replace(/^www\./, '').replace(/\.[a-z.]{2,6}$/, '')));
  if (host) names.add(fold(host.replace(/^www\./, '')));
  names.delete('');
  return names;
}

/** Host of the page as it names itself. */
export function pageHost(facts: PageFacts): string | undefined {
  return pageAddress(facts)?.hostname;
}

/** Where the page says that it stands. */
export function pageAddress(facts: PageFacts): URL | undefined {
  const canonical = facts.tree.links.find(({ rel }) => rel?.toLowerCase() === 'canonical')?.href;
  for (const written of [canonical, firstMeta(facts, ['og:url', 'twitter:url'])?.value]) {
    const url = URL.parse(written?.trim() ?? '');
    if (url?.hostname) return url;
  }
  return undefined;
}

/** Whether a name is the site's: as stated, run together as in its host (`stitchdata`), or with a legal form behind it. */
export function isSiteName(name: string, sites: ReadonlySet<string>): boolean {
  const folded = fold(name).replace(
    / (?:(?:editorial |content |marketing )?(?:team|staff|editors|official))$/,
    '',
  );
  if (sites.has(folded)) return true;
  const joined = folded.replaceAll(' ', '');
  return [...sites].some((site) => {
    const other = site.replaceAll(' ', '');
    return other.length > 4 && joined.startsWith(other) && joined.length <= other.length + 4;
  });
}
