import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { articleOf } from './support/site.ts';

const paragraph =
  'The pier was repaired in spring, and since then the boats have moored on the other side of the harbour.';
const second =
  'Nobody has complained so far, apart from the gulls, which had grown used to the old order of things there.';
const html = async (text: string, key = 'a.txt'): Promise<string> =>
  (await articleOf(key, text)).content.html;

describe('what is the title', () => {
  test.each([
    ['A title\n\n', 'A title'],
    ['A title without a blank line\n', 'A title without a blank line'],
    ['A TITLE\n=======\n\n', 'A TITLE'],
    ['Skip to main content\n\nMenu\n\nA title\n\n', 'A title'],
    ['Is this a title?\n\n', 'Is this a title?'],
  ])('%j', async (start, title) => {
    const article = await articleOf('a.txt', `${start}${paragraph}\n\n${second}`);
    expect(article).toMatchObject({
      title,
      content: { text: `${paragraph}\n\n${second}` },
      provenance: { title: 'first line' },
    });
  });

  test('without one, words of the file name; the text stays whole', async () => {
    const article = await articleOf(
      'News/2026-01-02-pier-repaired.txt',
      `${paragraph} ${second} ${paragraph}\n\n${second}`,
    );
    expect(article).toMatchObject({ title: 'Pier repaired', provenance: { title: 'file name' } });
    expect(article.content.text).toBe(`${paragraph} ${second} ${paragraph}\n\n${second}`);
  });
});

describe('what stands above the text', () => {
  test('byline and dates', async () => {
    const article = await articleOf(
      'a.txt',
      `A title\n\nBy Ada Byron and Max Frei\n3 March 2026, 18:30\nUpdated: 4 March 2026\n\n${paragraph}\n\n${second}`,
    );
    expect(article).toMatchObject({
      authors: [{ name: 'Ada Byron' }, { name: 'Max Frei' }],
      published: '2026-03-03T17:30:00.000Z',
      updated: '2026-03-04T00:00:00.000Z',
      content: { text: `${paragraph}\n\n${second}` },
    });
  });

  test('nothing is invented where a sentence only looks like it', async () => {
    const article = await articleOf(
      'a.txt',
      `A title\n\nBy March everything was ready, and the boats came.\n\n${paragraph}`,
    );
    expect(article.authors).toEqual([]);
    expect(article.published).toBeUndefined();
    expect(article.content.text).toContain('By March everything');
  });

  test('a standfirst is the summary, and still the first paragraph', async () => {
    const standfirst = 'A pier is repaired, the boats move, and the gulls are cross';
    const article = await articleOf('a.txt', `A title\n\n${standfirst}\n\n${paragraph}\n\n${second}`);
    expect(article).toMatchObject({ summary: standfirst, provenance: { summary: 'standfirst' } });
    expect(article.content.text).toBe(`${standfirst}\n\n${paragraph}\n\n${second}`);
  });
});

describe('what lines mean', () => {
  test('hard-wrapped lines are joined, others are paragraphs', async () => {
    const wrapped =
      'The pier was repaired in spring, and since then\nthe boats have moored on the other side of the\nharbour. Nobody has complained so far.';
    expect(await html(`A title\n\n${wrapped}\n\n${wrapped}`)).toMatch(
      /^<p>The pier .* then the boats .* the harbour\. Nobody .*<\/p>\n<p>/,
    );
    expect(await html(`A title\n\n${paragraph}\n${second}`)).toBe(`<p>${paragraph}</p>\n<p>${second}</p>`);
  });

  test('lists, quotations, rules and addresses', async () => {
    const text = `A title\n\n${paragraph}\n\n- one\n- two\n  goes on\n\n3. three\n4. four\n\n> said\n> twice\n\n***\n\nSee https://example.org/a_(b)?c=1&d=2.`;
    const written = await html(text);
    expect(written).toContain('<ul><li>one</li><li>two goes on</li></ul>');
    expect(written).toContain('<ol start="3"><li>three</li><li>four</li></ol>');
    expect(written).toContain('<hr>');
    expect(written).toContain(
      '<a href="https://example.org/a_(b)?c=1&amp;d=2">https://example.org/a_(b)?c=1&amp;d=2</a>.',
    );
  });

  test.each(['1984. A year like others.', '– Who is there?', '-5 degrees', '2 - 1'])(
    '%j is no list',
    async (line) => {
      expect(await html(`A title\n\n${paragraph}\n\n${line}\n\n${second}`)).toContain(`<p>${line}</p>`);
    },
  );

  test.each([
    ['How it began', true],
    ['1. How it began', true],
    ['“How it began”', false],
    ['It began in spring.', false],
    ['and so on', false],
    ['This line has far too many words in it to be a heading of any kind', false],
  ])('%j as a heading: %s', async (line, isHeading) => {
    const written = await html(`A title\n\n${paragraph}\n\n${line}\n\n${second}\n\n${paragraph}`);
    expect(written).toContain(isHeading ? `<h2>${line}</h2>` : `<p>${line}</p>`);
  });
});

test('navigation goes, sentences with the same words stay', async () => {
  const kept = 'Share this story with your neighbours, said the mayor.';
  const article = await articleOf(
    'a.txt',
    `Home > News > Local\n\nA title\n\nShare on Facebook\n\n${paragraph}\n\n${kept}\n\nAdvertisement\n\n${second}\n\nBack to top ↑\n© 2026 The Gazette. All rights reserved.`,
  );
  expect(article.content.text).toBe(`${paragraph}\n\n${kept}\n\n${second}`);
});

test('no sentence is lost, whatever the order of the blocks', async () => {
  const sentences = fc.integer({ min: 1, max: 40 }).map((count) => `${'Word '.repeat(count)}ends.`);
  const lines = fc.oneof(
    sentences,
    fc.constantFrom(
      'Short line',
      '- item one',
      '2) item',
      '> quoted words.',
      'A Heading',
      'Name: value',
      '* * *',
      'UPPER CASE',
      '“Said.”',
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(lines, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
      async (blocks) => {
        const text = `The title of it\n\n${blocks.map((block) => block.join('\n')).join('\n\n')}\n\nIt ends.`;
        const article = await articleOf('a.txt', text);
        const count = (where: string): number => where.match(/\b(?:ends|Said|quoted)\b/g)?.length ?? 0;
        expect(count(article.content.text)).toBe(count(text));
      },
    ),
    { numRuns: 300 },
  );
});
