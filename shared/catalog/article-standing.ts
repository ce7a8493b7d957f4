import { tombstoneDays } from '../resources/settings.ts';
import type { ArticleRecord } from './article-record.ts';

/** The version of an article that is shown. */
export type ShownVersion = Pick<NonNullable<ArticleRecord['shown']>, 'revision' | 'published' | 'updated'>;

/** What belongs into one folder of the site, as far as one article is concerned. */
export type Standing =
  | { kind: 'shown'; shown: ShownVersion }
  /** Documents that lead to where the article is. */
  | { kind: 'moved'; to: string }
  /** Documents that say it was withdrawn. */
  | { kind: 'gone' }
  | { kind: 'nothing' };

/**
 * What the catalog calls for in a folder. An article's folder never changes; another one may hold documents of it where
 * a catalog was lost and built anew. That an article was withdrawn is told for as long as tombstones last.
 * @param now milliseconds since the epoch
 */
export function standingAt(record: ArticleRecord | undefined, folder: string, now: number): Standing {
  if (record?.shown && record.path !== undefined) {
    return record.path === folder
      ? { kind: 'shown', shown: record.shown }
      : { kind: 'moved', to: record.path };
  }
  const at = record?.withdrawn?.at;
  if (at === undefined || Date.parse(at) + tombstoneDays * 86_400_000 <= now) return { kind: 'nothing' };
  return { kind: 'gone' };
}
