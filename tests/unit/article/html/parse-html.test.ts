import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { parseHtml } from '../../../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../../../shared/site-settings.ts';

const context = { key: 'inbox/page.html', site: parseSiteSettings({ title: 'Test site' }) };
const fixtures = new URL('../../../fixtures/html/', import.meta.url);

interface Expected {
  title: string;
  authors: string[];
  published?: string;
  updated?: string;
  language?: string;
  section?: string;
  tags?: string[];
  canonicalUrl?: string;
  baseUrl?: string;
  summary?: string;
  image?: string;
  images?: string[];
  /** Lines of the body: a line for each block that holds text itself. */
  text: string[];
}

/** Elements whose text makes lines of its own. */
const blocks = 'p,h2,h3,h4,li,td,th,pre,figcaption,blockquote,math,div,section';

/** The lines of a body as another parser reads them. */
function linesOf(html: string): string[] {
  const { document } = parseHTML(`<html><body><div>${html}</div></body></html>`);
  return [...document.querySelectorAll(blocks)]
    .filter((element) => element.querySelector(blocks) === null)
    .map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

describe.each(readdirSync(fixtures))('page %s', (name) => {
  const html = readFileSync(new URL(`${name}/source.html`, fixtures), 'utf8');
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, fixtures), 'utf8')) as Expected;
  const parsed = parseHtml(html, context);

  test('gives the article and nothing else', () => {
    expect(linesOf(parsed.html)).toEqual(expected.text);
  });

  test('gives the stated facts, and none that are not stated', () => {
    const { title, authors, published, updated, language, section, tags, canonicalUrl, summary, image } =
      parsed;
    expect({
      title: title?.value,
      authors: authors?.value.map((author) => author.name) ?? [],
      published: published?.value,
      updated: updated?.value,
      language: language?.value,
      section: section?.value,
      tags: tags?.value,
      canonicalUrl: canonicalUrl?.value,
      summary: summary?.value,
      image: image?.value.url,
    }).toEqual({
      title: expected.title,
      authors: expected.authors,
      published: expected.published,
      updated: expected.updated,
      language: expected.language,
      section: expected.section,
      tags: expected.tags,
      canonicalUrl: expected.canonicalUrl,
      summary: expected.summary,
      image: expected.image,
    });
    expect(parsed.baseUrl).toBe(expected.baseUrl ?? expected.canonicalUrl);
  });

  test('gives pictures at their best size', () => {
    const { document } = parseHTML(`<html><body>${parsed.html}</body></html>`);
    const sources = [...document.querySelectorAll('img')].map((image) => image.getAttribute('src'));
    expect(sources).toEqual(expected.images ?? []);
  });
});

describe('what is found says where', () => {
  const html = readFileSync(new URL('news-article/source.html', fixtures), 'utf8');
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
  const parsed = parseHtml(readFileSync(new URL('code-table-math/source.html', fixtures), 'utf8'), context);

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
