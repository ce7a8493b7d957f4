import { siteAddress } from './addresses.ts';
import type { FeedEntry } from './entry.ts';

/** What an entry is about, as RSS and Atom say it. */
export interface Category {
  term: string;
  /** Folder of the site's feeds of that kind: tells sections and tags apart. */
  scheme: string;
}

/** Section and tags of an entry, the section first. */
export function categories({ section, tags }: FeedEntry, siteUrl: string): Category[] {
  const of = (kind: string) => (term: string) => ({ term, scheme: siteAddress(siteUrl, `${kind}/`) });
  return [...(section === undefined ? [] : [section]).map(of('sections')), ...tags.map(of('tags'))];
}
