import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Feed } from 'feed';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { entryId } from '../../../shared/feeds/entry.ts';
import type { FeedView } from '../../../shared/feeds/feed-view.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { feedView, publishedArticle } from '../../helpers/published-article.ts';
import { childOf, childrenOf, type XmlElement, xmlTree } from '../../helpers/xml-tree.ts';

const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const articles = fc
  .array(
    fc.record({
      id: fc.uuid(),
      slug: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).map(encodeURIComponent),
      published: instant,
      updated: instant,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    list.map((fields) =>
      publishedArticle({ ...fields, url: `https://news.example/articles/${fields.slug}/?a=1&b='2'` }),
    ),
  );

/** What the library writes of these articles by itself, in one document. */
function bare({ entries }: FeedView): Feed {
  const feed = new Feed({ id: 'urn:x', title: 't', link: 'https://news.example/', updated: new Date(0) });
  for (const { id, url, updated, published } of entries) {
    const dates = { date: new Date(updated), published: new Date(published) };
    feed.addItem({ title: '', id: entryId(id), link: url, ...dates });
  }
  return feed;
}

const named = (entry: XmlElement, names: string[]) =>
  names.map((name) => [name, childrenOf(entry, name).map(({ text, attributes }) => ({ text, attributes }))]);
const items = (xml: string) => childrenOf(childOf(xmlTree(xml), 'channel'), 'item');
const entries = (xml: string) => childrenOf(xmlTree(xml), 'entry');

describe('what the library writes of an entry stands in our feeds as it writes it', () => {
  test.each([
    {
      name: 'rss.xml',
      ours: (view: FeedView) => items(renderRss(view)),
      library: (feed: Feed) => items(feed.rss2()),
      written: ['link', 'guid', 'pubDate'],
      replaced: ['title'],
    },
    {
      name: 'atom.xml',
      ours: (view: FeedView) => entries(renderAtom(view)),
      library: (feed: Feed) => entries(feed.atom1()),
      written: ['id', 'updated', 'published'],
      replaced: ['title', 'link'],
    },
  ])('$name', ({ ours, library, written, replaced }) => {
    fc.assert(
      fc.property(articles, (list) => {
        const view = feedView({ entries: list });
        const expected = library(bare(view));
        expect(ours(view).map((entry) => named(entry, written))).toEqual(
          expected.map((entry) => named(entry, written)),
        );
        // Nothing that the library writes is left out unseen.
        const others = expected.flatMap(({ children }) => children.map(({ name }) => name));
        expect(others.filter((name) => !written.includes(name) && !replaced.includes(name))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
