import { siteAddress } from './addresses.ts';
import type { FeedEntry } from './entry.ts';

/** What an entry is about, as RSS and Atom say it. */
export interface Category {
  term: string;
  /** Folder of the site's feeds of that kind: tells sections and tags apart. */
  scheme: string;
}

/** Absolute addresses of the folders in which a site has its feeds of sections and tags. */
export interface CategorySchemes {
  sections: string;
  tags: string;
}

export const categorySchemes = (siteUrl: string): CategorySchemes => ({
  sections: siteAddress(siteUrl, 'sections/'),
  tags: siteAddress(siteUrl, 'tags/'),
});

/** Section and tags of an entry, the section first. */
export function categories({ section, tags }: FeedEntry, schemes: CategorySchemes): Category[] {
  const of = (kind: keyof CategorySchemes) => (term: string) => ({ term, scheme: schemes[kind] });
  return [...(section === undefined ? [] : [section]).map(of('sections')), ...tags.map(of('tags'))];
}
