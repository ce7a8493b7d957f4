import { Feed } from 'feed';
import { rewriteDocument } from './document-rewriter.ts';
import type { FeedEntry } from './entry.ts';
import { xmlText } from './xml.ts';

/** What the library writes of an entry. */
type ItemFields = Pick<FeedEntry, 'id' | 'url' | 'updated' | 'published'>;

/** How one format names and writes things. */
export interface ItemFormat {
  write: (feed: Feed) => string;
  container: 'channel' | 'feed';
  item: 'item' | 'entry';
  /** A date as this format writes it. */
  time: (date: Date) => string;
  dropped: ReadonlySet<string>;
}

/** Values that stand nowhere else in a document, so that each tells where its kind of value belongs. */
const sample = {
  id: 'urn:uuid:5a3e0f10-0000-4000-8000-000000000001',
  url: 'https://entry.invalid/5a3e0f10/',
  updated: '2001-02-03T04:05:06.789Z',
  published: '1998-07-06T05:04:03.210Z',
} as const satisfies ItemFields;

/**
 * Writes the children of an item's element as the `feed` package does: identity, address, dates.
 * Everything else that the library writes of an entry is always the same, and to have it write and parse that for each
 * entry took half of the time of rendering. So it writes one sample when the first entry is needed; of every entry only
 * the values are put into it.
 */
export function itemWriter(format: ItemFormat): (entry: ItemFields) => string {
  const values: Record<keyof ItemFields, (entry: ItemFields) => string> = {
    id: ({ id }) => id,
    url: ({ url }) => url,
    updated: ({ updated }) => format.time(new Date(updated)),
    published: ({ published }) => format.time(new Date(published)),
  };
  let parts: readonly Part[] | undefined;
  return (entry) => {
    parts ??= partsOf(sampleItem(format), values);
    let out = '';
    for (const part of parts) out += typeof part === 'string' ? part : xmlText(part(entry));
    return out;
  };
}

/** XML as it is, or a value that comes in between. */
type Part = string | ((entry: ItemFields) => string);

/** XML of a document in which the library wrote the sample, between the tags of the item. */
function sampleItem({ write, container, item, dropped }: ItemFormat): string {
  const feed = new Feed({ id: sample.url, title: '', link: sample.url, updated: new Date(sample.updated) });
  const { id, url: link, updated, published } = sample;
  feed.addItem({ title: '', id, link, date: new Date(updated), published: new Date(published) });
  const xml = rewriteDocument(write(feed), { container, dropped });
  const start = `<${item}>\n`;
  return xml.slice(xml.indexOf(start) + start.length, xml.indexOf(`</${item}>`));
}

function partsOf(xml: string, values: Record<keyof ItemFields, (entry: ItemFields) => string>): Part[] {
  let parts: Part[] = [xml];
  for (const value of Object.values(values)) {
    const mark = xmlText(value(sample));
    parts = parts.flatMap((part) => (typeof part === 'string' ? splitAt(part, mark, value) : [part]));
  }
  return parts;
}

const splitAt = (text: string, mark: string, value: Part): Part[] =>
  text.split(mark).flatMap((between, index) => (index === 0 ? [between] : [value, between]));
