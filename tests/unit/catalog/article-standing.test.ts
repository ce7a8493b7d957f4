import { expect, test } from '@jest/globals';
import { type ArticleRecord, emptyRecord } from '../../../shared/catalog/article-record.ts';
import { standingAt } from '../../../shared/catalog/article-standing.ts';

const path = 'articles/2026/05/harbour-3b241101/';
const other = 'articles/2026/04/haven-3b241101/';
const now = Date.parse('2026-06-30T00:00:00Z');
const shown = {
  key: 'a.md',
  revision: 'r',
  published: '2026-05-01T00:00:00.000Z',
  updated: '2026-05-01T00:00:00.000Z',
  feeds: [],
};
const record = (changes: Partial<ArticleRecord>): ArticleRecord => ({
  ...emptyRecord('3b241101-e2bb-4255-8caf-4136c566a962'),
  ...changes,
});
const withdrawn = (at: string) => record({ path, withdrawn: { at, feeds: ['all'] } });

test.each([
  ['an article that is shown', record({ path, shown }), path, { kind: 'shown', shown }],
  ['another folder of it', record({ path, shown }), other, { kind: 'moved', to: path }],
  ['a withdrawn article', withdrawn('2026-06-20T00:00:00.000Z'), path, { kind: 'gone' }],
  ['another folder of it', withdrawn('2026-06-20T00:00:00.000Z'), other, { kind: 'gone' }],
  ['29 days later', withdrawn('2026-06-01T00:00:00.000Z'), path, { kind: 'gone' }],
  ['30 days later', withdrawn('2026-05-31T00:00:00.000Z'), path, { kind: 'nothing' }],
  ['an article that was never shown', record({}), path, { kind: 'nothing' }],
  ['no article', undefined, path, { kind: 'nothing' }],
])('%s', (_, article, folder, standing) => {
  expect(standingAt(article, folder, now)).toEqual(standing);
});
