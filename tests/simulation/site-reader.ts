import { feedDocuments } from '../../shared/resources/object-keys.ts';

const siteUrl = 'https://site.example/';

/** Keys of the archive documents, in the same format, that a head or page links to as older. */
export function linkedPages(key: string, body: string): string[] {
  const name = feedDocuments.find((document) => key.endsWith(document));
  if (name === undefined || key.startsWith('articles/')) return [];
  const patterns = {
    'feed.json': /"next_url":"([^"]+)"/g,
    'rss.xml': /<atom:link rel="prev-archive"[^>]* href="([^"]+)"/g,
    'atom.xml': /<link rel="prev-archive"[^>]* href="([^"]+)"/g,
    'index.html': /<a rel="next" href="([^"]+)"/g,
  };
  return [...body.matchAll(patterns[name])].map(([, address = '']) => {
    const path = decodeURIComponent(address.slice(siteUrl.length));
    return name === 'index.html' ? `${path}index.html` : path;
  });
}

/** Folders of the articles that an article's page leads to: the one before it, the one after it. */
export function neighbourPages(body: string): (string | undefined)[] {
  return ['prev', 'next'].map((rel) => {
    const path = new RegExp(`<a rel="${rel}" href="/([^"]+)"`).exec(body)?.[1];
    return path === undefined ? undefined : decodeURIComponent(path);
  });
}

/** Ids of the entries in a feed document, in order, without `urn:uuid:`. */
export function entryIds(key: string, body: string): string[] {
  const patterns = {
    'feed.json': /"id":"urn:uuid:([0-9a-f-]+)"/g,
    'rss.xml': /<guid[^>]*>urn:uuid:([0-9a-f-]+)<\/guid>/g,
    'atom.xml': /<entry[^>]*>(?:(?!<\/entry>).)*?<id>urn:uuid:([0-9a-f-]+)<\/id>/gs,
    'index.html': / data-entry="urn:uuid:([0-9a-f-]+)"/g,
  };
  const name = feedDocuments.find((document) => key.endsWith(document));
  return name === undefined ? [] : [...body.matchAll(patterns[name])].map(([, id = '']) => id);
}
