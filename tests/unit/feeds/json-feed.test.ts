import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { FeedView } from '../../../shared/feeds/feed-view.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { feedView, publishedArticle, site } from '../../helpers/published-article.ts';

const schema = JSON.parse(readFileSync('tests/fixtures/json-feed-1.1.schema.json', 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function valid(view: FeedView) {
  const document = JSON.parse(renderFeedJson(view));
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  return document;
}

const picture = {
  url: 'https://news.example/media/a b.jpg',
  kind: 'image',
  alt: 'Pier',
  bytes: 5120,
  width: 1200,
  height: 800,
} as const;

describe('JSON Feed 1.1', () => {
  test('of a head with archive, hubs, author and media', () => {
    const article = publishedArticle({
      image: picture,
      media: [picture],
      updated: '2026-03-15T00:00:00.000Z',
    });
    const document = valid(
      feedView({
        site: site({
          hubs: ['https://hub.example/'],
          author: { name: 'Desk', url: 'https://news.example/desk' },
        }),
        entries: [article],
        withdrawals: [{ id: article.id, url: 'https://news.example/gone/', at: '2026-03-16T00:00:00.000Z' }],
        previousArchive: '2026-02',
      }),
    );
    expect(document).toMatchObject({
      title: 'The Harbour Post',
      home_page_url: 'https://news.example/',
      feed_url: 'https://news.example/feed.json',
      next_url: 'https://news.example/archive/2026-02/feed.json',
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
      authors: [{ name: 'Desk', url: 'https://news.example/desk' }],
      _dropwire: {
        updated: '2026-03-16T00:00:00.000Z',
        withdrawn: [{ id: `urn:uuid:${article.id}`, at: '2026-03-16T00:00:00.000Z' }],
      },
      items: [
        {
          id: `urn:uuid:${article.id}`,
          url: article.url,
          image: 'https://news.example/media/a%20b.jpg',
          date_published: article.published,
          date_modified: article.updated,
          authors: [{ name: 'Mara Lindqvist' }],
          tags: ['ferries', 'winter'],
          attachments: [
            {
              url: 'https://news.example/media/a%20b.jpg',
              mime_type: 'image/jpeg',
              size_in_bytes: 5120,
              title: 'Pier',
            },
          ],
          _dropwire: { section: 'Harbour', article_json: `${article.url}article.json` },
        },
      ],
    });
  });

  test('of an archive page: its own address, the older page next, no hubs', () => {
    const document = valid(
      feedView({
        site: site({ hubs: ['https://hub.example/'] }),
        feed: { feed: 'tags/späße', label: 'Späße' },
        page: '2026-02',
        previousArchive: '2026-01',
        nextArchive: '2026-03',
      }),
    );
    const folder = 'https://news.example/tags/sp%C3%A4%C3%9Fe/';
    expect(document).toMatchObject({
      title: 'Späße – The Harbour Post',
      home_page_url: `${folder}archive/2026-02/`,
      feed_url: `${folder}archive/2026-02/feed.json`,
      next_url: `${folder}archive/2026-01/feed.json`,
      _dropwire: {
        current: `${folder}feed.json`,
        previous_archive: `${folder}archive/2026-01/feed.json`,
        next_archive: `${folder}archive/2026-03/feed.json`,
      },
    });
    expect(document.hubs).toBeUndefined();
  });

  test('of a feed without entries', () => {
    const document = valid(feedView({ entries: [] }));
    expect(document.items).toEqual([]);
    expect(document._dropwire.updated).toBe('1970-01-01T00:00:00.000Z');
  });

  test('with summaries only: plain text, and the title where there is no summary', () => {
    const settings = site({ feedContent: 'summary' });
    const entries = [publishedArticle(), publishedArticle({ slug: 'bare', summary: '' })];
    const { items } = valid(feedView({ site: settings, entries }));
    expect(items.map((item: { content_text: string }) => item.content_text)).toEqual([
      'After nine weeks in dock the ferry runs again.',
      'The ferry returns',
    ]);
    expect(items[0].content_html).toBeUndefined();
  });

  test.each(hostileTexts)('with %s everywhere', (_, text) => {
    valid(
      feedView({
        feed: { feed: 'tags/x', label: text },
        entries: [
          publishedArticle({
            title: text,
            summary: text,
            section: text,
            tags: [text],
            authors: [{ name: text }],
            language: text,
          }),
        ],
      }),
    );
  });
});
