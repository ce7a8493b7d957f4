import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PublishedArticle } from '../../../shared/article/schema.ts';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { entryId } from '../../../shared/feeds/entry.ts';
import type { FeedView } from '../../../shared/feeds/feed-view.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { cleanLine } from '../../../shared/feeds/plain-text.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { checkDocument } from '../../../shared/site/check-document.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { type FeedReader, jsonReaders, type ReadEntry, xmlReaders } from '../../helpers/feed-readers.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { feedView, publishedArticle } from '../../helpers/published-article.ts';

const formats = [
  { name: 'rss.xml', render: renderRss, readers: xmlReaders },
  { name: 'atom.xml', render: renderAtom, readers: xmlReaders },
  { name: 'feed.json', render: renderFeedJson, readers: jsonReaders },
] as const;
const cases = formats.flatMap(({ name, render, readers }) =>
  readers.map((reader) => ({ name, reader: reader.name, render, readWith: reader })),
);

/** Character references that a reader resolved although they were text. */
function decodedOnceMore(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
  return text.replace(/&(?:#(\d+)|([a-z]+));/g, (reference, digits, name) =>
    digits ? String.fromCodePoint(Number(digits)) : (names[name] ?? reference),
  );
}

const told = (reader: FeedReader, text: string): string =>
  cleanLine(reader.decodesTwice ? decodedOnceMore(text) : text);

/** Three entries, of which the middle one is hostile in every field. */
function hostileView(text: string): FeedView {
  const hostile: Partial<PublishedArticle> = {
    slug: 'hostile',
    title: text,
    summary: text,
    section: text,
    tags: [text, 'plain'],
    authors: [{ name: text }, { name: 'Mara Lindqvist' }],
    published: '2026-03-13T08:30:00.000Z',
  };
  const [first, last] = [
    publishedArticle({ slug: 'first' }),
    publishedArticle({ slug: 'last', published: '2026-03-12T00:00:00.000Z' }),
  ];
  return feedView({ entries: [first, publishedArticle(hostile), last] });
}

async function readBack(view: FeedView, render: (view: FeedView) => string, reader: FeedReader) {
  const entries = await reader.read(render(view));
  expect(entries.map(({ id }) => id)).toEqual(view.entries.map(({ id }) => entryId(id)));
  return entries[1] as ReadEntry;
}

describe.each(cases)('$name read by $reader', ({ render, readWith }) => {
  test.each(hostileTexts)('%s comes back as the same text', async (_, text, expected) => {
    const view = hostileView(text);
    const entry = await readBack(view, render, readWith);
    expect(cleanLine(entry.title)).toBe(told(readWith, expected));
    expect(entry.link).toBe(view.entries[1]?.url);
    if (readWith.decodesTwice) return;
    if (entry.categories) expect(entry.categories.map(cleanLine)).toEqual([expected, expected, 'plain']);
    if (entry.authors) expect(entry.authors.map(cleanLine)).toEqual([expected, 'Mara Lindqvist']);
  });
});

describe.each(formats)('$name', ({ name, render, readers }) => {
  const exact = readers.filter(({ decodesTwice }) => !decodesTwice);

  test('any text at all comes back as the same text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            ']]>',
            '<![CDATA[',
            '&',
            '&amp;',
            '<',
            '>',
            '"',
            "'",
            '\u0000',
            '\ud83d',
            '-->',
            ' ',
            'x',
          ),
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const view = hostileView(value);
        const ids = view.entries.map(({ id }) => id);
        expect(() => checkDocument(name, render(view), ids)).not.toThrow();
        for (const reader of exact) {
          const entry = await readBack(view, render, reader);
          expect(cleanLine(entry.title)).toBe(cleanLine(value) || '…');
        }
      }),
      { numRuns: 150 },
    );
  });

  test('the body arrives as the HTML it is, however it is quoted', async () => {
    const html =
      '<p>a ]]> b ]]&gt; c ]]>]]> &amp;lt;b&amp;gt; &lt;script&gt; \u0007 <em title="x ]]> y">d</em></p>';
    const view = feedView({ entries: [publishedArticle({ content: { html, markdown: '', text: '' } })] });
    const bodies = await Promise.all(exact.map(async ({ read }) => (await read(render(view)))[0]?.body));
    const arrived = bodies
      .filter((body) => body !== undefined)
      .map((body) => body.replaceAll(']]&gt;', ']]>'));
    expect(arrived.length).toBeGreaterThan(0);
    expect(new Set(arrived)).toEqual(new Set([html.replaceAll(']]&gt;', ']]>').replace('\u0007', '')]));
  });
});

test.each(hostileTexts)('pages show %s as text', (_, text) => {
  const view = hostileView(text);
  const page = renderFeedPage(view);
  checkDocument(
    'index.html',
    page,
    view.entries.map(({ id }) => id),
  );
});
