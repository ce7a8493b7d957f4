import { type ReadEntry, readFully } from './feed-readers.ts';
import { childOf, childrenOf, type XmlElement, xmlTree } from './xml-tree.ts';

/** A document of a feed as it was fetched. */
export interface FetchedFeed {
  url: string;
  text: string;
  etag: string;
  lastModified: string;
}

/** Fetches a document as a feed reader does. */
export async function fetchFeed(url: string): Promise<FetchedFeed> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url} has status ${response.status}`);
  const text = await response.text();
  const header = (name: string) => response.headers.get(name) ?? '';
  return { url, text, etag: header('etag'), lastModified: header('last-modified') };
}

/** What an archive-aware reader gets by following links from a head alone. */
export interface Walk {
  head: ReadEntry[];
  /** Entries of the archive pages, in the order of reading. */
  archive: ReadEntry[];
  pages: FetchedFeed[];
}

/** Walks from a head to the oldest page: `next_url` in JSON Feed, `prev-archive` of RFC 5005 in RSS and Atom. */
export async function walkBack(url: string): Promise<Walk> {
  const first = await fetchFeed(url);
  const walk: Walk = { head: await readFully(first.text), archive: [], pages: [] };
  for (let next = olderPage(first); next; ) {
    const page = await fetchFeed(next);
    walk.pages.push(page);
    walk.archive.push(...(await readFully(page.text)));
    next = olderPage(page);
  }
  return walk;
}

function olderPage({ url, text }: FetchedFeed): string | undefined {
  if (url.endsWith('.json')) return (JSON.parse(text) as { next_url?: string }).next_url;
  return archiveLink(xmlTree(text), 'prev-archive');
}

/** Address of a link of RFC 5005 in an RSS or Atom document. */
export function archiveLink(root: XmlElement, rel: string): string | undefined {
  const holder = root.name === 'rss' ? childOf(root, 'channel') : root;
  const links = [...childrenOf(holder, 'link'), ...childrenOf(holder, 'atom:link')];
  return links.find(({ attributes }) => attributes.rel === rel)?.attributes.href;
}
