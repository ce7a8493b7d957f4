import { describe, expect, test } from '@jest/globals';
import { describeUpload } from '../../../cli/status/describe-upload.ts';
import type { InboxObject } from '../../../cli/status/list-uploads.ts';
import { uploadsAsText } from '../../../cli/status/print-uploads.ts';
import { articleId } from '../../../shared/article/identity.ts';
import { type ArticleRecord, emptyRecord } from '../../../shared/catalog/article-record.ts';
import type { UploadRecord } from '../../../shared/catalog/upload-record.ts';

const key = 'news/ferry.md';
const id = articleId(key);
const siteUrl = 'https://news.example/';

const object = (changes: Partial<InboxObject> = {}): InboxObject => ({
  key,
  versionId: 'v1',
  deleted: false,
  lastModified: '2026-06-01T10:00:00.000Z',
  bytes: 12,
  ...changes,
});
const record = (changes: Partial<UploadRecord> = {}): UploadRecord => ({
  key,
  version: 1,
  sequencer: '1',
  state: 'accepted',
  articles: [id],
  dropped: [],
  versionId: 'v1',
  at: '2026-06-01T10:00:01.000Z',
  ...changes,
});
const claim = {
  revision: 'r',
  hash: 'h',
  lastModified: '2026-06-01T10:00:00.000Z',
  withheld: false,
  slug: 'ferry',
  title: 'The ferry',
  feeds: [],
};
const article = (changes: Partial<ArticleRecord> = {}): ArticleRecord => ({
  ...emptyRecord(id),
  claims: { [key]: claim },
  path: 'articles/2026/06/fähre-01234567/',
  ...changes,
});
const shown = {
  key,
  revision: 'r',
  published: '2026-06-01T10:00:00.000Z',
  updated: '2026-06-01T10:00:00.000Z',
  feeds: [],
};
const status = (inbox?: InboxObject, upload?: UploadRecord, known?: ArticleRecord) =>
  describeUpload(key, inbox, upload, new Map(known ? [[id, known]] : []), siteUrl);

describe('the state of an upload', () => {
  const cases: [string, InboxObject | undefined, UploadRecord | undefined, string][] = [
    ['neither inbox nor catalog know it', undefined, undefined, 'unknown'],
    ['not dealt with yet', object(), undefined, 'waiting'],
    ['dealt with', object(), record(), 'accepted'],
    ['changed since', object({ versionId: 'v2' }), record(), 'waiting'],
    ['changed since it was rejected', object({ versionId: 'v2' }), record({ state: 'rejected' }), 'waiting'],
    ['several articles under way', object(), record({ state: 'working' }), 'working'],
    ['rejected', object(), record({ state: 'rejected' }), 'rejected'],
    ['deleted, not dealt with yet', object({ deleted: true }), record(), 'waiting'],
    ['deleted', object({ deleted: true }), record({ state: 'deleted' }), 'deleted'],
    ['deleted so long ago that the catalog has forgotten', object({ deleted: true }), undefined, 'deleted'],
    ['deleted, and the marker too', undefined, record({ state: 'deleted' }), 'deleted'],
    ['its object removed for good', undefined, record(), 'waiting'],
    ['uploaded again after its deletion', object(), record({ state: 'deleted' }), 'waiting'],
  ];
  test.each(cases)('%s', (_, inbox, upload, state) => {
    expect(status(inbox, upload).state).toBe(state);
  });
});

describe('its articles', () => {
  const cases: [string, ArticleRecord | undefined, object][] = [
    [
      'published',
      article({ shown }),
      { state: 'published', title: 'The ferry', url: `${siteUrl}articles/2026/06/f%C3%A4hre-01234567/` },
    ],
    [
      'spoken for by another upload',
      article({ shown: { ...shown, key: 'other.md' } }),
      { state: 'superseded' },
    ],
    [
      'scheduled',
      article({ scheduledAt: '2026-07-01T00:00:00.000Z' }),
      { state: 'scheduled', due: '2026-07-01T00:00:00.000Z' },
    ],
    ['a draft', article(), { state: 'withheld', title: 'The ferry' }],
    ['taken back', article({ claims: {} }), { state: 'withdrawn' }],
    ['no longer known', undefined, { state: 'withdrawn' }],
  ];
  test.each(cases)('%s', (_, known, expected) => {
    expect(status(object(), record(), known).articles).toEqual([
      expect.objectContaining({ id, ...expected }),
    ]);
  });

  test('of a deleted upload are those it held', () => {
    const deleted = record({ state: 'deleted', articles: [], dropped: [id] });
    expect(status(object({ deleted: true }), deleted, article({ claims: {} })).articles).toEqual([
      expect.objectContaining({ id, state: 'withdrawn' }),
    ]);
  });
});

test('text for people shows reasons and addresses, and no control characters', () => {
  const rejected = record({ state: 'rejected', code: 'empty', reason: 'The file is empty.', articles: [] });
  const partial = record({ reason: '1 of its entries make no article: Bare.' });
  const text = uploadsAsText([
    { ...status(object(), partial), key: 'feed.xml' },
    status(
      object(),
      record(),
      article({ shown, claims: { [key]: { ...claim, title: 'a\u001b[31mb\u0085' } } }),
    ),
    { ...status(object(), rejected), key: 'bad\n.md' },
  ]);
  expect(text).toContain('published  a\\x1b[31mb\\x85  https://news.example/articles/');
  expect(text).toContain('bad\\x0a.md');
  expect(text).toContain('The file is empty. (empty)');
  expect(text).toContain('  1 of its entries make no article: Bare.');
  expect(text).toContain('3 uploads: 2 accepted, 1 rejected');
  expect(text).not.toContain('\u001b');
});
