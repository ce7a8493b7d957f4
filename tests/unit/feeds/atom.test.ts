import { describe, expect, test } from '@jest/globals';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { feedView, publishedArticle, site } from '../../helpers/published-article.ts';
import { childOf, childrenOf, textOf, type XmlElement, xmlTree } from '../../helpers/xml-tree.ts';

const links = (element: XmlElement) =>
  childrenOf(element, 'link').map(({ attributes }) => [attributes.rel, attributes.href]);

describe('Atom 1.0', () => {
  test('has what RFC 4287 requires of a feed and of an entry', () => {
    const article = publishedArticle({ updated: '2026-03-15T09:00:00.000Z', language: 'fr' });
    const feed = xmlTree(renderAtom(feedView({ entries: [article] })));
    expect(textOf(feed, 'id')).toBe('https://news.example/');
    expect(textOf(feed, 'title')).toBe('The Harbour Post');
    expect(textOf(feed, 'updated')).toBe('2026-03-15T09:00:00.000Z');
    expect(textOf(childOf(feed, 'author'), 'name')).toBe('The Harbour Post');
    expect(feed.attributes['xml:lang']).toBe('en');
    const entry = childOf(feed, 'entry');
    expect(entry.attributes['xml:lang']).toBe('fr');
    expect(textOf(entry, 'id')).toBe(`urn:uuid:${article.id}`);
    expect(textOf(entry, 'published')).toBe('2026-03-14T08:30:00.000Z');
    expect(textOf(entry, 'updated')).toBe('2026-03-15T09:00:00.000Z');
    expect(childOf(entry, 'title').attributes).toEqual({ type: 'text' });
    expect(childOf(entry, 'content').attributes).toEqual({ type: 'html' });
    expect(links(entry)).toEqual([
      ['alternate', article.url],
      ['alternate', `${article.url}article.json`],
      ['alternate', `${article.url}article.md`],
      ['alternate', `${article.url}ninjs.json`],
    ]);
  });

  test('no two alternates share type and language (RFC 4287, section 4.1.2)', () => {
    const feed = xmlTree(renderAtom(feedView()));
    for (const element of [feed, childOf(feed, 'entry')]) {
      const kinds = childrenOf(element, 'link')
        .filter(({ attributes }) => attributes.rel === 'alternate')
        .map(({ attributes }) => `${attributes.type} ${attributes.hreflang}`);
      expect(new Set(kinds).size).toBe(kinds.length);
    }
  });

  test('the feed keeps its id on every archive page, which links to its neighbours (RFC 5005, section 4)', () => {
    const view = feedView({
      feed: { feed: 'authors/zoë', label: 'Zoë' },
      page: '2026-02',
      previousArchive: '2026-01',
      nextArchive: '2026-03',
    });
    const page = xmlTree(renderAtom(view));
    const folder = 'https://news.example/authors/zo%C3%AB/';
    expect(textOf(page, 'id')).toBe(folder);
    expect(textOf(xmlTree(renderAtom({ ...view, page: undefined })), 'id')).toBe(folder);
    expect(links(page)).toEqual([
      ['alternate', `${folder}archive/2026-02/`],
      ['self', `${folder}archive/2026-02/atom.xml`],
      ['current', `${folder}atom.xml`],
      ['prev-archive', `${folder}archive/2026-01/atom.xml`],
      ['next-archive', `${folder}archive/2026-03/atom.xml`],
    ]);
    expect(childOf(page, 'fh:archive').uri).toBe('http://purl.org/syndication/history/1.0');
  });

  test('tells of withdrawals with tombstones (RFC 6721), which set the feed’s date', () => {
    const { id } = publishedArticle({ slug: 'gone' });
    const at = '2026-04-01T00:00:00.000Z';
    const withdrawals = [{ id, url: 'https://news.example/gone ü/', at }];
    const feed = xmlTree(renderAtom(feedView({ withdrawals })));
    const tombstone = childOf(feed, 'at:deleted-entry');
    expect(tombstone.uri).toBe('http://purl.org/atompub/tombstones/1.0');
    expect(tombstone.attributes).toEqual({ ref: `urn:uuid:${id}`, when: at });
    expect(childOf(tombstone, 'link').attributes.href).toBe('https://news.example/gone%20%C3%BC/');
    expect(textOf(feed, 'updated')).toBe(at);
  });

  test('names authors with their addresses, and the site’s where an article has none', () => {
    const settings = site({ author: { name: 'The & Desk', url: 'https://news.example/desk?a=1&b=2' } });
    const named = publishedArticle({ authors: [{ name: 'Mara', url: 'https://mara.example/ü' }] });
    const nameless = publishedArticle({ slug: 'nameless', authors: [] });
    const feed = xmlTree(renderAtom(feedView({ site: settings, entries: [named, nameless] })));
    expect(textOf(childOf(feed, 'author'), 'name')).toBe('The & Desk');
    expect(textOf(childOf(feed, 'author'), 'uri')).toBe('https://news.example/desk?a=1&b=2');
    const [first, second] = childrenOf(feed, 'entry');
    expect(first && textOf(childOf(first, 'author'), 'uri')).toBe('https://mara.example/%C3%BC');
    expect(second && childrenOf(second, 'author')).toEqual([]);
  });

  test('encloses media with type, length and title', () => {
    const image = { url: 'https://news.example/pier', kind: 'image', type: 'image/webp', bytes: 9, alt: 'a "b" <c>' } as const; // biome-ignore format: one line is enough
    const feed = xmlTree(renderAtom(feedView({ entries: [publishedArticle({ image, media: [image] })] })));
    const enclosures = childrenOf(childOf(feed, 'entry'), 'link').filter(
      ({ attributes }) => attributes.rel === 'enclosure',
    );
    expect(enclosures.map(({ attributes }) => attributes)).toEqual([
      { rel: 'enclosure', type: 'image/webp', length: '9', title: 'a "b" <c>', href: image.url },
    ]);
  });

  test('of nothing has a date that never changes', () => {
    const feed = xmlTree(renderAtom(feedView({ entries: [] })));
    expect(textOf(feed, 'updated')).toBe('1970-01-01T00:00:00.000Z');
  });
});
