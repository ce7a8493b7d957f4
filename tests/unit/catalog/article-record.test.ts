import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ArticleRecord,
  applyClaim,
  type Claim,
  type ClaimChange,
  differs,
  emptyRecord,
  settle,
} from '../../../shared/catalog/article-record.ts';
import { timelineChange, timelineItemsOf } from '../../../shared/catalog/timeline-items.ts';

const id = '3b241101-e2bb-4255-8caf-4136c566a962';
const day = (n: number, hour = 12) => new Date(Date.UTC(2026, 4, n, hour)).toISOString();
const now = day(20);

function claim(changes: Partial<Claim> = {}): Claim {
  return {
    revision: 'one.0',
    hash: 'one',
    lastModified: day(1),
    withheld: false,
    slug: 'harbour',
    title: 'Harbour',
    feeds: [
      { feed: 'all', label: '' },
      { feed: 'tags/sea', label: 'Sea' },
    ],
    ...changes,
  };
}

function change(record: ArticleRecord, changes: Partial<ClaimChange>, time = now): ArticleRecord {
  const full = { key: 'a.md', claim: undefined, at: day(1), firstSeen: undefined, ...changes };
  return settle(record, applyClaim(record, full), time, full.at);
}

const published = (changes: Partial<Claim> = {}, firstSeen = day(1)) =>
  change(emptyRecord(id), { claim: claim(changes), firstSeen });

describe('what the site shows of an article', () => {
  test('without stated dates it was published when it was first seen', () => {
    const record = published();
    expect(record.shown).toMatchObject({ published: day(1), updated: day(1), revision: 'one.0' });
    expect(record.path).toBe('articles/2026/05/harbour-3b241101/');
  });

  test('a later upload with other content updates it; id, address and publication date stay', () => {
    const changed = claim({ hash: 'two', revision: 'two.1', slug: 'port', lastModified: day(9) });
    const record = change(published(), { claim: changed, at: day(9), firstSeen: day(1) });
    expect(record.shown).toMatchObject({ published: day(1), updated: day(9), revision: 'two.1' });
    expect(record.path).toBe('articles/2026/05/harbour-3b241101/');
    expect(record.condemned).toEqual(['one.0']);
  });

  test('the same content again changes nothing', () => {
    const before = published();
    const again = claim({ revision: 'one.1', lastModified: day(9) });
    const after = change(before, { claim: again, at: day(9), firstSeen: day(1) });
    expect(differs(before, after)).toBe(false);
  });

  test.each([
    ['published in the future', { published: day(25) }],
    ['under embargo', { embargo: day(25) }],
    ['under embargo with an earlier date', { published: day(2), embargo: day(25) }],
  ])('%s, it waits and is shown when its time comes', (_, stated) => {
    const record = published(stated);
    expect(record.scheduledAt).toBe(day(25));
    expect([record.shown, record.path, record.withdrawn]).toEqual([undefined, undefined, undefined]);
    expect(timelineItemsOf(record)).toEqual([]);
    const released = settle(record, record, day(25), day(25));
    expect(released.shown?.published).toBe(day(25));
    expect(released.scheduledAt).toBeUndefined();
  });

  test('an update stated in the future is not believed', () => {
    const record = published({ updated: day(28), lastModified: day(3) });
    expect(record.shown?.updated).toBe(day(3));
  });

  test('a clock ahead of ours holds back no article that asked for no embargo', () => {
    const record = published({ lastModified: day(21) }, day(21));
    expect(record.shown?.published).toBe(day(21));
  });

  test.each([
    ['deleted', undefined],
    ['made a draft', claim({ hash: 'two', withheld: true })],
    ['put under embargo', claim({ hash: 'two', embargo: day(25) })],
  ])('%s after it was shown, it is withdrawn from the feeds it was in', (_, next) => {
    const record = change(published(), { claim: next, at: day(15) });
    expect(record.shown).toBeUndefined();
    expect(record.withdrawn).toEqual({ at: day(15), feeds: ['all', 'tags/sea'] });
    expect(record.left.map(({ feed }) => feed)).toEqual(['all', 'tags/sea']);
    expect(timelineItemsOf(record).map(({ sk }) => sk)).toEqual([`${day(15)}#W#${id}`, `${day(15)}#W#${id}`]);
  });

  test('of several uploads that state its id the newest speaks; when that goes, the next', () => {
    const both = change(published(), {
      key: 'b.md',
      claim: claim({ hash: 'two', revision: 'two.1', lastModified: day(9) }),
      at: day(9),
      firstSeen: day(9),
    });
    expect(both.shown).toMatchObject({ key: 'b.md', revision: 'two.1', published: day(1) });
    const back = change(both, { key: 'b.md', at: day(10) });
    expect(back.shown).toMatchObject({ key: 'a.md', revision: 'one.0', updated: day(1) });
    expect(back.withdrawn).toBeUndefined();
  });

  test('places it left are remembered for thirty days', () => {
    const moved = change(published(), {
      claim: claim({ hash: 'two', feeds: [{ feed: 'all', label: '' }] }),
      at: day(2),
    });
    expect(moved.left).toEqual([{ feed: 'tags/sea', published: day(1), at: now }]);
    const later = settle(moved, moved, new Date(Date.parse(now) + 31 * 86_400_000).toISOString(), now);
    expect(later.left).toEqual([]);
    expect(differs(moved, later)).toBe(false);
  });
});

describe('timeline', () => {
  test('a change writes only what differs', () => {
    const before = published();
    const after = change(before, {
      claim: claim({
        hash: 'two',
        revision: 'two.1',
        lastModified: day(9),
        feeds: [{ feed: 'all', label: '' }],
      }),
      at: day(9),
      firstSeen: day(1),
    });
    const { put, remove } = timelineChange(before, after);
    expect(put.map(({ pk, sk }) => `${pk} ${sk}`).sort()).toEqual([
      `FEED#all#2026-05 ${day(1)}#E#${id}`,
      `FEED#all#2026-05 ${day(9)}#C#${id}`,
    ]);
    expect(remove).toEqual([{ pk: 'FEED#tags/sea#2026-05', sk: `${day(1)}#E#${id}` }]);
  });

  test('after any history the stored items are those that the record calls for', () => {
    const anyClaim = fc.record({
      hash: fc.constantFrom('one', 'two', 'three'),
      lastModified: fc.integer({ min: 1, max: 19 }).map((n) => day(n)),
      published: fc.option(
        fc.integer({ min: 1, max: 30 }).map((n) => day(n)),
        { nil: undefined },
      ),
      withheld: fc.boolean(),
      feeds: fc.uniqueArray(fc.constantFrom('all', 'tags/a', 'tags/b'), { minLength: 1 }),
    });
    const step = fc.record({
      key: fc.constantFrom('a.md', 'b.md'),
      claim: fc.option(anyClaim, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let record = emptyRecord(id);
        const stored = new Map<string, unknown>();
        for (const { key, claim: stated } of steps) {
          const feeds = stated?.feeds.map((feed) => ({ feed, label: feed })) ?? [];
          const next = change(record, {
            key,
            claim: stated && claim({ ...stated, revision: `${stated.hash}.0`, feeds }),
            at: stated?.lastModified ?? day(19),
            firstSeen: stated?.lastModified,
          });
          const { put, remove } = timelineChange(record, next);
          for (const { pk, sk } of remove) expect(stored.delete(`${pk} ${sk}`)).toBe(true);
          for (const item of put) stored.set(`${item.pk} ${item.sk}`, item);
          record = next;
        }
        expect([...stored.keys()].sort()).toEqual(
          timelineItemsOf(record)
            .map(({ pk, sk }) => `${pk} ${sk}`)
            .sort(),
        );
        expect(new Set(stored.values())).toEqual(new Set(timelineItemsOf(record)));
      }),
    );
  });
});
