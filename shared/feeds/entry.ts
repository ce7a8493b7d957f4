import type { Author, Media, PublishedArticle } from '../article/schema.ts';
import { addressBeside, webAddress } from './addresses.ts';
import { absoluteBody } from './entry-body.ts';
import { mediaType } from './media-type.ts';
import { cleanLine, cleanText } from './plain-text.ts';
import { htmlSection } from './xml.ts';

/** A medium that readers can fetch: its address is absolute, its type known where that is possible. */
export interface EntryMedia extends Media {
  alt?: string;
}

/** One article, cleaned once for all formats. Text is plain, safe for XML, and not escaped. */
export interface FeedEntry {
  /** `urn:uuid:<id>`: the same string in every format. */
  id: string;
  url: string;
  jsonUrl: string;
  markdownUrl: string;
  ninjsUrl: string;
  canonicalUrl?: string;
  title: string;
  summary: string;
  authors: Author[];
  section?: string;
  tags: string[];
  language: string;
  published: string;
  updated: string;
  image?: EntryMedia;
  /** The lead image first. */
  media: EntryMedia[];
  /** HTML with absolute addresses. */
  body: string;
  /** The same as a CDATA section. */
  bodySection: string;
  /** What formats have made of this entry so far; see `piece`. */
  pieces: Map<string, string>;
}

const prepared = new WeakMap<PublishedArticle, FeedEntry>();

/** The id of an article in feeds: a URN, so that no reader takes it for an address (RFC 9562, section 4). */
export const entryId = (id: string): string => `urn:uuid:${id.toLowerCase()}`;

/** An article as feeds carry it. Made once: all formats, feeds and renderings of a process share it. */
export function feedEntry(article: PublishedArticle): FeedEntry {
  const known = prepared.get(article);
  if (known !== undefined) return known;
  const entry = prepare(article);
  prepared.set(article, entry);
  return entry;
}

/**
 * A part of a document that depends on nothing but the entry and the key; made once, as the same entry stands in
 * several feeds and in every rendering of each.
 */
export function piece(entry: FeedEntry, key: string, make: () => string): string {
  const known = entry.pieces.get(key);
  if (known !== undefined) return known;
  const made = make();
  entry.pieces.set(key, made);
  return made;
}

function prepare(article: PublishedArticle): FeedEntry {
  const url = webAddress(article.url) ?? article.url;
  const body = absoluteBody(article.content.html, url);
  return {
    id: entryId(article.id),
    url,
    jsonUrl: addressBeside(url, 'article.json'),
    markdownUrl: addressBeside(url, 'article.md'),
    ninjsUrl: addressBeside(url, 'ninjs.json'),
    canonicalUrl: article.canonicalUrl && webAddress(article.canonicalUrl),
    title: cleanLine(article.title) || '…',
    summary: cleanLine(article.summary),
    authors: article.authors.flatMap((author) => usableAuthor(author)),
    section: (article.section && cleanLine(article.section)) || undefined,
    tags: distinct(article.tags.map(cleanLine)),
    language: languageTag.test(article.language) ? article.language : 'und',
    published: article.published,
    updated: article.updated,
    image: article.image && usableMedia([article.image], url)[0],
    media: usableMedia(article.image ? [article.image, ...article.media] : article.media, url),
    body,
    bodySection: htmlSection(body),
    pieces: new Map(),
  };
}

/** An author that can be named; without the link when that is no web address. */
export function usableAuthor(author: Author): Author[] {
  const name = cleanLine(author.name);
  const url = author.url && webAddress(author.url);
  if (name === '') return [];
  return [url ? { name, url } : { name }];
}

/** Media that can be fetched, each address once. @param base against which relative addresses are resolved */
export function usableMedia(media: Media[], base: string): EntryMedia[] {
  const usable = new Map<string, EntryMedia>();
  for (const medium of media) {
    const url = webAddress(medium.url, base);
    if (url === undefined || usable.has(url)) continue;
    const alt = medium.alt === undefined ? undefined : cleanText(medium.alt).trim();
    usable.set(url, { ...medium, url, alt, type: medium.type ?? mediaType(url, medium.kind) });
  }
  return [...usable.values()];
}

/** The form of a BCP 47 tag, as `xml:lang` and `lang` demand it. */
const languageTag = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i;

const distinct = (values: string[]): string[] => [...new Set(values)].filter((value) => value !== '');
