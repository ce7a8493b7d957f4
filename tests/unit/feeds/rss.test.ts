import { describe, expect, test } from '@jest/globals';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { feedView, publishedArticle, site } from '../../helpers/published-article.ts';
import { childOf, childrenOf, textOf, xmlTree } from '../../helpers/xml-tree.ts';

const channelOf = (text: string) => childOf(xmlTree(text), 'channel');
const links = (text: string) =>
  childrenOf(channelOf(text), 'atom:link').map(({ attributes }) => [attributes.rel, attributes.href]);

describe('RSS 2.0', () => {
  test('describes its feed ahead of the items', () => {
    const channel = channelOf(
      renderRss(
        feedView({ site: site({ hubs: ['https://hub.example/?a=1&b=2'] }), previousArchive: '2026-02' }),
      ),
    );
    expect(textOf(channel, 'title')).toBe('The Harbour Post');
    expect(textOf(channel, 'link')).toBe('https://news.example/');
    expect(textOf(channel, 'description')).toBe('What comes in with the tide.');
    expect(textOf(channel, 'language')).toBe('en');
    expect(textOf(channel, 'lastBuildDate')).toBe('Sat, 14 Mar 2026 08:30:00 GMT');
    const names = channel.children.map(({ name }) => name);
    expect(names.indexOf('item')).toBe(names.length - 1);
  });

  test('links a head to itself, its hubs and its newest archive page', () => {
    const view = feedView({
      site: site({ hubs: ['https://hub.example/?a=1&b=2'] }),
      previousArchive: '2026-02',
    });
    expect(links(renderRss(view))).toEqual([
      ['self', 'https://news.example/rss.xml'],
      ['hub', 'https://hub.example/?a=1&b=2'],
      ['prev-archive', 'https://news.example/archive/2026-02/rss.xml'],
    ]);
  });

  test('marks an archive page and links it to its feed and neighbours (RFC 5005, section 4)', () => {
    const text = renderRss(feedView({ page: '2026-02', previousArchive: '2026-01', nextArchive: '2026-03' }));
    expect(links(text)).toEqual([
      ['self', 'https://news.example/archive/2026-02/rss.xml'],
      ['current', 'https://news.example/rss.xml'],
      ['prev-archive', 'https://news.example/archive/2026-01/rss.xml'],
      ['next-archive', 'https://news.example/archive/2026-03/rss.xml'],
    ]);
    const { uri } = childOf(channelOf(text), 'fh:archive');
    expect(uri).toBe('http://purl.org/syndication/history/1.0');
  });

  test('gives every author, tag and medium once, with the types that were stated or are known', () => {
    const image = { url: 'https://news.example/pier.jpg', kind: 'image', width: 1200, height: 800, bytes: 9, alt: '"Pier" & <sea>' } as const; // biome-ignore format: one line is enough
    const sound = { url: 'https://news.example/horn.mp3', kind: 'audio', bytes: 77 } as const;
    const article = publishedArticle({
      authors: [{ name: 'Mara Lindqvist' }, { name: 'Tove Aalto' }],
      tags: ['ferries', 'ferries', 'winter'],
      image,
      media: [sound, image, { url: 'inbox:harbour/lost.jpg', kind: 'image' }],
    });
    const item = childOf(channelOf(renderRss(feedView({ entries: [article] }))), 'item');
    expect(childrenOf(item, 'dc:creator').map(({ text }) => text)).toEqual(['Mara Lindqvist', 'Tove Aalto']);
    expect(childrenOf(item, 'category').map(({ text, attributes }) => [text, attributes.domain])).toEqual([
      ['Harbour', 'https://news.example/sections/'],
      ['ferries', 'https://news.example/tags/'],
      ['winter', 'https://news.example/tags/'],
    ]);
    expect(childOf(item, 'enclosure').attributes).toEqual({
      url: sound.url,
      type: 'audio/mpeg',
      length: '77',
    });
    const media = childrenOf(item, 'media:content');
    expect(media.map(({ attributes }) => attributes)).toEqual([
      { url: image.url, type: 'image/jpeg', medium: 'image', width: '1200', height: '800', fileSize: '9' },
      { url: sound.url, type: 'audio/mpeg', medium: 'audio', fileSize: '77' },
    ]);
    expect(media[0] && textOf(media[0], 'media:description')).toBe('"Pier" & <sea>');
    expect(childOf(item, 'guid')).toMatchObject({
      text: `urn:uuid:${article.id}`,
      attributes: { isPermaLink: 'false' },
    });
  });

  test('without entries there is no date to tell', () => {
    const channel = channelOf(renderRss(feedView({ entries: [] })));
    expect(childrenOf(channel, 'lastBuildDate')).toEqual([]);
    expect(childrenOf(channel, 'item')).toEqual([]);
    expect(childrenOf(channel, 'atom:link')).toHaveLength(1);
  });

  test('carries full text or summaries, as the site wants it', () => {
    const item = (feedContent: 'full' | 'summary') =>
      childOf(channelOf(renderRss(feedView({ site: site({ feedContent }) }))), 'item');
    expect(textOf(item('full'), 'content:encoded')).toBe('<p>The ferry is back at the pier.</p>');
    expect(childrenOf(item('summary'), 'content:encoded')).toEqual([]);
    expect(textOf(item('summary'), 'description')).toBe('After nine weeks in dock the ferry runs again.');
  });
});
