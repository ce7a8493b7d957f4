import { describe, expect, test } from '@jest/globals';
import { meaningOf } from '../../../../shared/article/html/metadata/date-signs.ts';
import { monthNumber } from '../../../../shared/article/html/metadata/month-names.ts';
import {
  datesIn,
  instantOf,
  writesDayFirst,
} from '../../../../shared/article/html/metadata/written-dates.ts';
import { parseHtml } from '../../../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../../../shared/site-settings.ts';

const site = parseSiteSettings({ title: 'Test site' });

interface PageParts {
  head?: string;
  /** Between the title and the text. */
  byline?: string;
  above?: string;
  below?: string;
  lang?: string;
}

const paragraph =
  '<p>The ferry left the quay at seven, as it does every day, with eleven people and a piano on board.</p>';

/** What `published` and `updated` of a page come out as, with where they were found. */
function datesOf(
  { head = '', byline = '', above = '', below = '', lang = 'en' }: PageParts,
  timeZone = 'UTC',
) {
  const page = `<html lang="${lang}"><head><title>A piano crosses the bay</title>${head}</head><body>${above}<h1>A piano
    crosses the bay</h1>${byline}${paragraph.repeat(9)}${below}</body></html>`;
  const { published, updated } = parseHtml(page, { key: 'a.html', site: { ...site, timeZone } });
  return {
    published: published?.value.slice(0, 10),
    from: published?.from,
    updated: updated?.value.slice(0, 10),
  };
}

const linkedData = (members: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'A piano crosses the bay', ...members })}</script>`;

describe('dates in text', () => {
  test.each([
    ['Published 3 May 2024, updated 2024-05-06', false, ['2024-05-03', '2024-05-06']],
    ['May 3rd, 2024', false, ['2024-05-03']],
    ['Le 1er août 2023', true, ['2023-08-01']],
    ['3. März 2024, 10:00 Uhr', true, ['2024-03-03']],
    ['5 de octubre de 2022', true, ['2022-10-05']],
    ['12 września 2021', true, ['2021-09-12']],
    ['7 июня 2020', true, ['2020-06-07']],
    ['2024. május 3.', true, ['2024-05-03']],
    ['2024年5月3日', true, ['2024-05-03']],
    ['2024년 5월 3일', true, ['2024-05-03']],
    ['14-Feb-2024', true, ['2024-02-14']],
    ['05/03/2024', false, ['2024-05-03']],
    ['05/03/2024', true, ['2024-03-05']],
    ['05.03.24', false, ['2024-03-05']],
    ['25/03/2024', false, ['2024-03-25']],
    // A Thursday only when the month comes first.
    ['Thu, 04/11/2024 - 11:38', true, ['2024-04-11']],
    ['30 February 2024', false, []],
    ['2024', false, []],
    ['Version 1.2.2024.5', false, []],
    ['Room 12 March Street 2024', false, []],
  ] as const)('%s (day first: %s)', (text, dayFirst, days) => {
    expect(datesIn(text, { dayFirst }).map(({ day }) => day)).toEqual([...days]);
  });

  test.each([
    ['mar', 3],
    ['Sept', 9],
    ['DÉC', 12],
    ['июля', 7],
    ['juni', 6],
    // Begins June and July in Czech.
    ['červ', undefined],
    ['mayor', undefined],
    ['ma', undefined],
  ])('month %s', (name, number) => {
    expect(monthNumber(name)).toBe(number);
  });

  test.each([
    ['en-US', 'On 13/05/2024 and 01/02/2024', true],
    ['en-GB', 'On 05/13/2024 and 01/02/2024', false],
    ['en-GB', '01/02/2024', true],
    ['en', '01/02/2024', false],
    ['de', '', true],
  ])('a page in %s with "%s" writes the day first: %s', (language, text, dayFirst) => {
    expect(writesDayFirst(language, text)).toBe(dayFirst);
  });
});

describe('a day without a time', () => {
  test.each([
    ['2024-07-01', 'Europe/Lisbon', '2024-07-01T00:00:00.000Z'],
    ['July 1, 2024', 'Asia/Tokyo', '2024-07-01T00:00:00.000Z'],
    ['2024-07-01T00:00:00', 'Europe/Lisbon', '2024-07-01T00:00:00.000Z'],
    ['2024-07-01', 'America/New_York', '2024-07-01T04:00:00.000Z'],
    ['2024-07-01T09:00', 'Europe/Lisbon', '2024-07-01T08:00:00.000Z'],
    ['2024-07-01T00:00:00+02:00', 'Europe/Lisbon', '2024-06-30T22:00:00.000Z'],
  ])('%s in %s is the same day in UTC and on the site', (text, timeZone, instant) => {
    expect(instantOf(text, { dayFirst: true, timeZone })).toBe(instant);
  });
});

test.each([
  ['Last updated:', 'updated'],
  ['Zuletzt aktualisiert am', 'updated'],
  ['Mis à jour le', 'updated'],
  ['最終更新日', 'updated'],
  ['Published on', 'published'],
  ['Erschienen am', 'published'],
  ['First published in March, updated', 'updated'],
  ['Offer ends', 'other'],
  ['© ', 'other'],
  ['Startups |', 'unsaid'],
  ['', 'unsaid'],
] as const)('"%s" says %s', (label, meaning) => {
  expect(meaningOf(label)).toBe(meaning);
});

describe('a page is published', () => {
  const article = '<meta property="og:type" content="article">';

  test.each<[string, PageParts, { published?: string; from?: string; updated?: string }]>([
    [
      'when JSON-LD says, not when it was changed',
      {
        head: linkedData({ datePublished: '2024-05-03T10:00:00Z', dateModified: '2024-06-01' }),
        byline: '<p>Updated June 1, 2024</p>',
      },
      { published: '2024-05-03', from: 'json-ld: datePublished', updated: '2024-06-01' },
    ],
    [
      'when a meta element of any spelling says',
      { head: `${article}<meta name="x-published-date" content="May 3, 2024">` },
      { published: '2024-05-03', from: 'meta: x-published-date' },
    ],
    [
      'on the earlier day that readers see, when a move to another system restamped it',
      {
        head: linkedData({ datePublished: '2025-01-09T10:00:00Z' }),
        byline: '<p class="date">May 3, 2024</p>',
      },
      { published: '2024-05-03', from: 'byline: date' },
    ],
    [
      'on the date beside the title',
      { byline: '<div class="info">By Ada Byron <span>May 3, 2024</span> 4 min read</div>' },
      { published: '2024-05-03', from: 'text near the title' },
    ],
    [
      'on the labelled one of two dates',
      { byline: '<p class="meta">Updated: 1 June 2024 | Published: 3 May 2024</p>' },
      { published: '2024-05-03', from: 'byline: date', updated: '2024-06-01' },
    ],
    [
      'on a date whose label is a box of its own',
      { byline: '<div><h4>Published</h4><div>May 3, 2024</div></div>' },
      { published: '2024-05-03', from: 'text near the title' },
    ],
    [
      'on the labelled date below the text',
      { below: '<div><p>Posted on 3 May 2024 by the harbour office</p></div>' },
      { published: '2024-05-03', from: 'label' },
    ],
    [
      'on the day in its address',
      { head: '<link rel="canonical" href="https://bay.example/2024/05/03/piano">' },
      { published: '2024-05-03', from: 'url' },
    ],
    [
      'in the language of the page',
      { byline: '<p>Publicado el 3 de mayo de 2024</p>', lang: 'es' },
      { published: '2024-05-03', from: 'text near the title' },
    ],
    [
      'in the middle of a container that is called a sidebar but holds the title',
      { above: '<div class="has-sidebar related">', byline: '<p>May 3, 2024</p>' },
      { published: '2024-05-03', from: 'text near the title' },
    ],
  ])('%s', (_, parts, expected) => {
    expect(datesOf(parts)).toEqual({
      published: undefined,
      from: undefined,
      updated: undefined,
      ...expected,
    });
  });
});

describe('a page is not dated by', () => {
  test.each<[string, PageParts]>([
    ['when it was updated', { byline: '<p>Last updated: May 3, 2024</p>' }],
    ['when an event takes place', { byline: '<p>May 3, 2024 – May 5, 2024</p>' }],
    ['a deadline', { byline: '<p>Registration ends May 3, 2024</p>' }],
    ['its copyright', { below: '<footer>© 3 May 2024 The Bay</footer>' }],
    ['comments', { below: '<ol class="comments"><li>Posted on 3 May 2024 by Max</li></ol>' }],
    [
      'a list of other articles',
      {
        byline: `<ul>${['1', '2', '3'].map((day) => `<li><span class="date">May ${day}, 2024</span> Boats</li>`).join('')}</ul>`,
      },
    ],
    [
      'when the site was made',
      {
        head: `<link rel="canonical" href="https://bay.example/"><meta property="og:type" content="article">
          <meta property="article:published_time" content="2019-05-03">`,
      },
    ],
    [
      'what a system notes for pages that are no articles',
      { head: '<meta name="pubdate" content="2019-05-03">' },
    ],
  ])('%s', (_, parts) => {
    expect(datesOf(parts).published).toBeUndefined();
  });
});
