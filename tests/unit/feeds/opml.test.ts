import { expect, test } from '@jest/globals';
import { parseOpml } from 'feedsmith';
import { renderOpml } from '../../../shared/feeds/opml.ts';
import { site, siteUrl } from '../../helpers/published-article.ts';

test('the OPML lists every feed with its addresses, grouped by kind', () => {
  const text = renderOpml(site({ title: 'Post & "Harbour"' }), siteUrl, {
    sections: [{ feed: 'sections/r-d', label: 'R&D <new>' }],
    tags: [{ feed: 'tags/späße', label: 'Späße' }],
    authors: [],
    languages: [{ feed: 'languages/de', label: 'de' }],
  });
  const { head, body } = parseOpml(text);
  expect(head?.title).toBe('Post & "Harbour"');
  expect(body?.outlines).toEqual([
    {
      type: 'rss',
      text: 'Post & "Harbour"',
      title: 'Post & "Harbour"',
      xmlUrl: 'https://news.example/rss.xml',
      htmlUrl: 'https://news.example/',
    },
    {
      text: 'Sections',
      outlines: [
        expect.objectContaining({ text: 'R&D <new>', xmlUrl: 'https://news.example/sections/r-d/rss.xml' }),
      ],
    },
    {
      text: 'Tags',
      outlines: [expect.objectContaining({ xmlUrl: 'https://news.example/tags/sp%C3%A4%C3%9Fe/rss.xml' })],
    },
    { text: 'Languages', outlines: [expect.objectContaining({ text: 'Deutsch' })] },
  ]);
});
