import type { S3Model } from '../helpers/models/s3/s3-model.ts';

/** One article as a feed shows it. */
export interface FeedItem {
  id: string;
  url: string;
  title: string;
  published: string;
  updated: string;
}

/** One feed document: a head or an archive page. */
export interface FeedDocument {
  items: FeedItem[];
  /** Key of the next older document. */
  next: string | undefined;
  withdrawn: string[];
}

const siteUrl = 'https://site.example/';

/** The site as a reader could fetch it at one moment. */
export class SiteSnapshot {
  readonly documents = new Map<string, string>();
  /** Keys of documents that say an article was withdrawn: they are sent with status 410. */
  readonly gone = new Set<string>();

  /** @param only keys of documents to be read */
  constructor(s3: S3Model, bucket: string, only = /^/) {
    for (const [key, { bytes, headers }] of s3.bucket(bucket).current()) {
      if (!only.test(key)) continue;
      this.documents.set(key, Buffer.from(bytes).toString('utf8'));
      if (headers.Metadata?.['dropwire-status'] === '410') this.gone.add(key);
    }
  }

  /** Folders that hold a head: `` for the feed of everything. */
  get feeds(): string[] {
    return [...this.documents.keys()]
      .filter((key) => key.endsWith('feed.json') && !key.includes('archive/'))
      .map((key) => key.slice(0, -'feed.json'.length));
  }

  /** A JSON Feed document; undefined when it is not there. */
  feed(key: string): FeedDocument | undefined {
    const text = this.documents.get(key);
    if (text === undefined) return undefined;
    const { items, next_url, _dropwire } = JSON.parse(text) as {
      items: { id: string; url: string; title: string; date_published: string; date_modified?: string }[];
      next_url?: string;
      _dropwire: { withdrawn?: { id: string }[] };
    };
    return {
      items: items.map(({ id, url, title, date_published, date_modified }) => ({
        id: id.replace('urn:uuid:', ''),
        url,
        title,
        published: date_published,
        updated: date_modified ?? date_published,
      })),
      next: next_url && keyOf(next_url),
      withdrawn: (_dropwire.withdrawn ?? []).map(({ id }) => id.replace('urn:uuid:', '')),
    };
  }
}

/** Key of the site bucket that an address leads to. */
export const keyOf = (address: string): string => decodeURIComponent(address.slice(siteUrl.length));
