import { describe, expect, test } from '@jest/globals';
import { type ArticleRecord, emptyRecord } from '../../../shared/catalog/article-record.ts';
import { pendingChange } from '../../../shared/catalog/pending-change.ts';

const id = '5ad8d1d5-db67-50d9-87e1-2de8f77375ac';
const time = '2026-03-01T08:00:00.000Z';
const path = 'articles/2026/03/tide-5ad8d1d5/';

/** A record that shows an article in these feeds, or not at all. */
function record(version: number, feeds: string[] | undefined, hash = 'a'): ArticleRecord {
  const refs = (feeds ?? []).map((feed) => ({ feed, label: feed }));
  const claim = {
    revision: `${hash}.${version}`,
    hash,
    lastModified: time,
    withheld: feeds === undefined,
    slug: 'tide',
    title: 'Tide',
    feeds: refs,
  };
  const shown = { key: 'tide.md', revision: claim.revision, published: time, updated: time, feeds: refs };
  const claims = { 'tide.md': claim };
  return feeds
    ? { ...emptyRecord(id), version, path, claims, shown }
    : { ...emptyRecord(id), version, path, claims };
}

const told = (before: string[] | undefined, after: string[] | undefined) => {
  const { kind, feeds, left, hash } = pendingChange(record(3, before), record(3, after, 'b'), time) ?? {};
  return { kind, feeds, left, hash };
};
const nothing = { kind: undefined, feeds: undefined, left: undefined, hash: undefined };

describe('what the change log is to tell', () => {
  test('of an article that comes, changes, moves and goes', () => {
    expect(told(undefined, ['all', 'tags/a'])).toEqual({
      kind: 'published',
      feeds: ['all', 'tags/a'],
      hash: 'b',
    });
    expect(told(['all'], ['all'])).toEqual({ kind: 'updated', feeds: ['all'], hash: 'b' });
    expect(told(['all', 'tags/a'], ['all', 'tags/b'])).toEqual({
      kind: 'updated',
      feeds: ['all', 'tags/b'],
      left: ['tags/a'],
      hash: 'b',
    });
    expect(told(['all', 'tags/a'], undefined)).toEqual({ kind: 'withdrawn', feeds: ['all', 'tags/a'] });
  });

  test('nothing of what readers don’t see', () => {
    expect(told(undefined, undefined)).toEqual(nothing);
    expect(pendingChange(record(3, ['all']), record(3, ['all']), time)).toBeUndefined();
  });

  test('nothing of unlisted feeds, and an article that goes there has been withdrawn', () => {
    expect(told(undefined, ['private/desk'])).toEqual(nothing);
    expect(told(['private/desk'], undefined)).toEqual(nothing);
    expect(told(['all', 'private/desk'], ['all'])).toEqual({ kind: 'updated', feeds: ['all'], hash: 'b' });
    expect(told(['private/desk'], ['all', 'private/desk'])).toEqual({
      kind: 'published',
      feeds: ['all'],
      hash: 'b',
    });
    expect(told(['all', 'tags/a'], ['private/desk'])).toEqual({
      kind: 'withdrawn',
      feeds: ['all', 'tags/a'],
    });
  });

  test('with the version of the record that the change makes, and when it was made', () => {
    const change = pendingChange(record(3, undefined), record(3, ['all']), '2026-03-02T00:00:00.000Z');
    expect(change).toMatchObject({ id, version: 4, path, at: '2026-03-02T00:00:00.000Z' });
    expect(pendingChange(record(3, undefined), record(3, ['all']), undefined)?.at).toBe(time);
  });
});
