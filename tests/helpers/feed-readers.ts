import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { parseFeed as parseWithRowan } from '@rowanmanning/feed-parser';
import { decodeHTML } from 'entities';
import { parseFeed as parseWithFeedsmith } from 'feedsmith';
import RssParser from 'rss-parser';

/** What a third party's parser makes of an entry; fields that it doesn't offer are absent. */
export interface ReadEntry {
  id: string;
  title: string;
  link: string;
  /** ISO 8601. */
  published?: string;
  authors?: string[];
  /** Tags and section, in order. */
  categories?: string[];
  /** HTML source. */
  body?: string;
  /** Plain text. */
  summary?: string;
  /** ISO 8601. */
  updated?: string;
  /** BCP 47. */
  language?: string;
  /** Addresses of pictures, as the format attaches them. */
  images?: string[];
}

/** A parser and its ways. */
export interface FeedReader {
  name: string;
  /** Decodes character references once more than the format says, and takes names and tags apart. */
  decodesTwice: boolean;
  read: (text: string) => Promise<ReadEntry[]>;
}

const iso = (date: unknown): string | undefined =>
  date === undefined || date === null ? undefined : new Date(String(date)).toISOString();
const string = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

async function readWithRssParser(text: string): Promise<ReadEntry[]> {
  const { items } = await new RssParser().parseString(text);
  return items.map((item) => ({
    id: string(item.guid ?? item.id),
    title: string(item.title),
    link: string(item.link),
    published: iso(item.isoDate),
    body: item['content:encoded'] ?? item.content,
    ...(item.categories && {
      categories: item.categories.map((category) =>
        typeof category === 'string' ? category : string((category as { _: string })._),
      ),
    }),
  }));
}

async function readWithFeedsmith(text: string): Promise<ReadEntry[]> {
  const parsed = parseWithFeedsmith(text);
  if (parsed.format === 'rss') {
    return (parsed.feed.items ?? []).map((item) => ({
      id: string(item.guid?.value),
      title: string(item.title),
      link: string(item.link),
      published: iso(item.pubDate),
      authors: item.dc?.creators?.map(string) ?? [],
      categories: item.categories?.map(({ name }) => string(name)) ?? [],
      body: item.content?.encoded,
      // RSS descriptions are HTML.
      summary: decodeHTML(string(item.description)),
      updated: iso(item.atom?.updated),
      language: item.dc?.languages?.[0],
      images: item.media?.contents?.map(({ url }) => string(url)) ?? [],
    }));
  }
  if (parsed.format === 'atom') {
    return (parsed.feed.entries ?? []).map((entry) => ({
      id: string(entry.id),
      title: string(entry.title?.value),
      link: string(entry.links?.find(({ rel, type }) => rel === 'alternate' && type === 'text/html')?.href),
      published: iso(entry.published),
      authors: entry.authors?.map(({ name }) => string(name)) ?? [],
      categories: entry.categories?.map(({ term }) => string(term)) ?? [],
      body: entry.content?.value,
      summary: string(entry.summary?.value),
      updated: iso(entry.updated),
      language: entry.xml?.lang,
      images: entry.links?.filter(({ rel }) => rel === 'enclosure').map(({ href }) => string(href)) ?? [],
    }));
  }
  if (parsed.format !== 'json') throw new Error(`feedsmith takes it for ${parsed.format}`);
  return (parsed.feed.items ?? []).map((item) => ({
    id: string(item.id),
    title: string(item.title),
    link: string(item.url),
    published: iso(item.date_published),
    authors: item.authors?.map(({ name }) => string(name)) ?? [],
    body: item.content_html,
    summary: string(item.summary),
    updated: iso(item.date_modified),
    language: item.language,
    images: item.attachments?.map(({ url }) => string(url)) ?? [],
  }));
}

async function readWithRowan(text: string): Promise<ReadEntry[]> {
  return parseWithRowan(text).items.map((item) => ({
    id: string(item.id),
    title: string(item.title),
    link: string(item.url),
    published: iso(item.published?.toISOString()),
    authors: item.authors.map(({ name }) => string(name)),
    categories: item.categories.map(({ term }) => string(term)),
  }));
}

async function readWithExtractus(text: string): Promise<ReadEntry[]> {
  const { entries = [] } = text.startsWith('{') ? extractFromJson(JSON.parse(text)) : extractFromXml(text);
  return entries.map(({ id, title, link }) => ({ id, title: string(title), link: string(link) }));
}

/** Every field that `ReadEntry` has, of any of the three formats. */
export const readFully: FeedReader['read'] = readWithFeedsmith;

/** Readers of RSS and Atom. */
export const xmlReaders: FeedReader[] = [
  { name: 'rss-parser', decodesTwice: false, read: readWithRssParser },
  { name: 'feedsmith', decodesTwice: false, read: readWithFeedsmith },
  { name: '@rowanmanning/feed-parser', decodesTwice: true, read: readWithRowan },
  { name: '@extractus/feed-extractor', decodesTwice: true, read: readWithExtractus },
];

/** Readers of JSON Feed. */
export const jsonReaders: FeedReader[] = [
  { name: 'feedsmith', decodesTwice: false, read: readWithFeedsmith },
  { name: '@extractus/feed-extractor', decodesTwice: false, read: readWithExtractus },
];
