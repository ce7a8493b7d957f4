import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { parseHtml } from '../../../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../../../shared/site-settings.ts';
import { findInPage, pageFixtureNames, pageFixtures } from '../../../helpers/page-fixtures.ts';

const context = { key: 'inbox/page.html', site: parseSiteSettings({ title: 'Test site' }) };

// `npm run fixtures` writes what is found at present; the difference is for a person to judge.
test.each(await pageFixtureNames())(
  'page %s gives the article and what it states, and nothing else',
  async (name) => {
    const expected: unknown = JSON.parse(
      readFileSync(new URL(`${name}/expected.json`, pageFixtures), 'utf8'),
    );
    expect(await findInPage(name)).toEqual(expected);
  },
);

describe('what is found says where', () => {
  const html = readFileSync(new URL('news-article/source.html', pageFixtures), 'utf8');
  const parsed = parseHtml(html, context);

  test.each([
    [parsed.title?.from, 'heading: h1'],
    [parsed.authors?.from, 'json-ld: author'],
    [parsed.published?.from, 'json-ld: datePublished'],
    [parsed.updated?.from, 'json-ld: dateModified'],
    [parsed.section?.from, 'json-ld: articleSection'],
    [parsed.summary?.from, 'meta: description'],
    [parsed.canonicalUrl?.from, 'link: canonical'],
    [parsed.image?.from, 'meta: og:image'],
    [parsed.language?.from, 'html: lang'],
  ])('%s', (from, expected) => {
    expect(from).toBe(expected);
  });
});

describe('embeds and formulas', () => {
  const parsed = parseHtml(
    readFileSync(new URL('code-table-math/source.html', pageFixtures), 'utf8'),
    context,
  );

  test('stay in the body', () => {
    const { document } = parseHTML(`<html><body>${parsed.html}</body></html>`);
    expect(document.querySelector('iframe')?.getAttribute('src')).toContain('abcdefgh123');
    expect(document.querySelectorAll('math mi')).toHaveLength(5);
    expect(document.querySelectorAll('table tr')).toHaveLength(3);
    expect(document.querySelector('pre code')?.textContent).toContain('\n');
  });
});

describe('a page in local time', () => {
  const site = parseSiteSettings({ title: 'Test site', timeZone: 'America/New_York' });

  test('is dated in the zone of the site', () => {
    const page = `<html><head><meta property="article:published_time" content="2024-07-01T09:00:00"></head>
      <body><h1>At nine</h1><p>The shop on the corner opens at nine, as it has always done, rain or shine.</p></body></html>`;
    expect(parseHtml(page, { ...context, site }).published?.value).toBe('2024-07-01T13:00:00.000Z');
  });
});
