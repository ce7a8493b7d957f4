import { describe, expect, test } from '@jest/globals';
import {
  isAuthorLabel,
  isPersonName,
  namesInByline,
} from '../../../../shared/article/html/metadata/person-names.ts';
import { parseHtml } from '../../../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../../../shared/site-settings.ts';

const context = { key: 'a.html', site: parseSiteSettings({ title: 'Test site' }) };

const paragraph =
  '<p>The lighthouse has been painted white again, and the gulls have taken it back within a single week.</p>';

interface PageParts {
  head?: string;
  byline?: string;
  below?: string;
}

function authorsOf({ head = '', byline = '', below = '' }: PageParts): { names: string[]; from?: string } {
  const page = `<html lang="en"><head><title>White again</title><meta property="og:site_name" content="The Bay Courier">
    <link rel="canonical" href="https://baycourier.example/white-again">${head}</head><body><h1>White again</h1>${byline}
    ${paragraph.repeat(30)}${below}</body></html>`;
  const { authors } = parseHtml(page, context);
  return { names: authors?.value.map(({ name }) => name) ?? [], from: authors?.from };
}

const linkedAuthor = (author: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'White again', author })}</script>`;

describe('names in a byline', () => {
  test.each([
    ['By Ada Byron', ['Ada Byron']],
    ['By | Ada Byron | and | Li Na', ['Ada Byron', 'Li Na']],
    ['By Ada Byron, Max Frei and Li Na', ['Ada Byron', 'Max Frei', 'Li Na']],
    ['By Ada Byron, Senior Editor | 3 May 2024', ['Ada Byron']],
    ['Written by Ada Byron, Ph.D.', ['Ada Byron']],
    ['Von Max Frei', ['Max Frei']],
    ['Par Zoé van der Meer', ['Zoé van der Meer']],
    ['Max Frei Content Marketing Coordinator', ['Max Frei']],
    ['By the time you read this', []],
    ['Read more', []],
    ['4 May 2024', []],
  ])('%s', (line, names) => {
    expect(namesInByline(line)).toEqual(names);
  });

  test.each([
    ['Written by', true],
    ['Verfasst von', true],
    ['Écrit par:', true],
    ['Est. reading time', false],
  ])('"%s" labels an author: %s', (label, expected) => {
    expect(isAuthorLabel(label)).toBe(expected);
  });

  test.each([
    ['Ada Byron', true],
    ['李娜', true],
    ['Subscribe now', false],
    ['bay.example', false],
  ])('%s is a name: %s', (text, expected) => {
    expect(isPersonName(text)).toBe(expected);
  });
});

describe('a page is by', () => {
  test.each<[string, PageParts, string[], string]>([
    [
      'whom JSON-LD names',
      { head: linkedAuthor([{ name: 'Ada Byron' }, { name: 'Li Na' }]), byline: '<p>By Max Frei</p>' },
      ['Ada Byron', 'Li Na'],
      'json-ld: author',
    ],
    [
      'all in the byline, of whom JSON-LD names one',
      { head: linkedAuthor({ name: 'Ada Byron' }), byline: '<p class="byline">By Ada Byron and Li Na</p>' },
      ['Ada Byron', 'Li Na'],
      'byline: text',
    ],
    [
      'whom the byline names rather than the site',
      { head: linkedAuthor({ name: 'The Bay Courier' }), byline: '<p>By Ada Byron</p>' },
      ['Ada Byron'],
      'byline: text',
    ],
    [
      'whom the byline names rather than a login',
      { head: '<meta name="author" content="abyron">', byline: '<a rel="author" href="/u/1">Ada Byron</a>' },
      ['Ada Byron'],
      'byline: rel=author',
    ],
    [
      'whom previews of links show',
      {
        head: '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Byron">',
      },
      ['Ada Byron'],
      'meta: twitter:data1',
    ],
    [
      'the name beside the date',
      { byline: '<div><span>Ada Byron</span><span>3 May 2024</span></div>' },
      ['Ada Byron'],
      'byline: beside date or role',
    ],
    [
      'whom a line below the text credits',
      { below: '<p>This article was written by Ada Byron, keeper of the light.</p>' },
      ['Ada Byron'],
      'credit',
    ],
    [
      'whom a box of facts names',
      { below: '<dl><div><dt>Author</dt><dd>Ada Byron</dd></div></dl>' },
      ['Ada Byron'],
      'credit',
    ],
  ])('%s', (_, parts, names, from) => {
    expect(authorsOf(parts)).toEqual({ names, from });
  });
});

describe('a page is not by', () => {
  test.each<[string, PageParts]>([
    ['its site', { head: linkedAuthor({ name: 'The Bay Courier' }) }],
    ['the team of its site', { head: linkedAuthor({ name: 'The Bay Courier Editorial Team' }) }],
    ['a company', { head: '<meta name="author" content="Page Makers Inc.">' }],
    ['an administrator', { head: '<meta name="author" content="Site Admin">' }],
    ['an account', { head: '<meta name="author" content="a.byron">' }],
    [
      'those who wrote other articles',
      {
        below:
          '<section class="related"><p>Written by Max Frei</p></section><div><p>Written by Li Na</p><p>Written by Bo Li</p></div>',
      },
    ],
    ['those who comment', { below: '<ol class="comments"><li>Posted by Max Frei</li></ol>' }],
  ])('%s', (_, parts) => {
    expect(authorsOf(parts).names).toEqual([]);
  });
});
