import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';

/** What the catalog says of an article: a line of `list --json`; documented in docs/commands.md, and stable. */
export interface ArticleLine {
  id: string;
  /** `withheld`: a draft and the like. `withdrawn`: it was on the site and is no longer. */
  state: 'published' | 'scheduled' | 'withheld' | 'withdrawn';
  title?: string;
  /** Where it is, or was. */
  url?: string;
  published?: string;
  updated?: string;
  /** When a scheduled article appears. */
  due?: string;
  /** When it was withdrawn. */
  withdrawn?: string;
  /** Keys of the uploads that state it; the first one speaks for it. */
  keys: string[];
  /** Feeds it stands in, or will stand in. */
  feeds: string[];
}

/** Reads a record as people speak of an article; all times are ISO 8601 UTC. @param siteUrl ends with a slash */
export function articleLine(record: ArticleRecord, siteUrl: string): ArticleLine {
  const { id, shown, claims, scheduledAt, withdrawn, path } = record;
  const others = Object.keys(claims).filter((key) => key !== shown?.key);
  const keys = shown ? [shown.key, ...others] : others;
  const claim = claims[keys[0] ?? ''];
  return {
    id,
    state: shown ? 'published' : scheduledAt ? 'scheduled' : claim ? 'withheld' : 'withdrawn',
    title: claim?.title,
    url: path === undefined ? undefined : siteAddress(siteUrl, path),
    published: shown?.published,
    updated: shown?.updated,
    due: scheduledAt,
    withdrawn: withdrawn?.at,
    keys,
    feeds: (shown?.feeds ?? claim?.feeds ?? []).map(({ feed }) => feed),
  };
}
