import { describe, expect, test } from '@jest/globals';
import { OutputCheckError } from '../../../shared/errors.ts';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { checkAtom, checkOpml, checkRss } from '../../../shared/feeds/check-xml.ts';
import { renderOpml } from '../../../shared/feeds/opml.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const entries = ['one', 'two', 'three'].map((slug) =>
  publishedArticle({ slug, content: { html: `<p>${slug} ]]> two ]]></p>`, markdown: '', text: '' } }),
);
const ids = entries.map(({ id }) => id);
const view = feedView({ entries });

const formats = [
  { name: 'rss.xml', text: renderRss(view), check: checkRss, item: 'item', id: 'guid' },
  { name: 'atom.xml', text: renderAtom(view), check: checkAtom, item: 'entry', id: 'id' },
] as const;

/** The code of the error that a check ends with. */
function codeOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    if (error instanceof OutputCheckError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe.each(formats)('the check of $name', ({ text, check, item, id }) => {
  test('accepts what it was made for', () => {
    expect(codeOf(() => check(text, ids))).toBe('accepted');
  });

  const malformed: [string, string][] = [
    ['is cut short', text.slice(0, -20)],
    ['is empty', ''],
    ['has something behind its end', `${text}<more/>`],
    ['holds a bare ampersand', text.replace('The ferry', 'The & ferry')],
    ['holds an unknown entity', text.replace('The ferry', 'The&nbsp;ferry')],
    ['holds an unknown prefix', text.replace(`<${item}`, `<x:y/><${item}`)],
    ['repeats an attribute', text.replace('<link ', '<link rel="a" rel="b" ').replace('<atom:link ', '<atom:link rel="a" rel="b" ')], // biome-ignore format: one line
    ['holds a control character in text', text.replace('The ferry', 'The\u0001ferry')],
    ['holds a control character in a section', text.replace('one ]]&gt;', 'one \u0001')],
    ['holds U+FFFF in a section', text.replace('one ]]&gt;', 'one \uffff')],
    ['holds a lone surrogate in a section', text.replace('one ]]&gt;', 'one \ud800')],
    ['has a section that never ends', text.replaceAll(']]>', '')],
    ['ends a section twice', text.replace('one ]]&gt;', 'one ]]> ]]>')],
    ['lets markup out of a section', text.replace('one ]]&gt;', 'one ]]><b>')],
    ['holds a comment', text.replace(`<${item}`, `<!-- x --><${item}`)],
    ['hides a section in a comment', text.replace(`<${item}`, `<!-- <![CDATA[ --> ]]> --><${item}`)],
    ['holds a document type', text.replace('?>\n', '?>\n<!DOCTYPE rss>\n')],
    ['holds a style sheet', text.replace('?>\n', '?>\n<?xml-stylesheet href="x"?>\n')],
    ['starts with white space', ` ${text}`],
    ['is of another kind', text.replace(/<(rss|feed) /, '<html ').replace(/<\/(rss|feed)>/, '</html>')],
    ['is a page', '<!doctype html><html lang="en"></html>'],
  ];
  test.each(malformed)('refuses a document that %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(codeOf(() => check(changed, ids))).toBe('output-not-well-formed');
  });

  const [first = '', second = ''] = ids;
  const injected = `<${item}><${id}>urn:uuid:${first}</${id}></${item}>`;
  const different: [string, string][] = [
    ['has an entry more', text.replace(`<${item}`, `${injected}<${item}`)],
    [
      'lets an entry out of a section',
      text.replace('one ]]&gt;', `]]></${item === 'item' ? 'content:encoded' : 'content'}></${item}>${injected}<${item}><x><![CDATA[`).replace(/<x>(.*?)<\/content(:encoded)?>/, '<x>$1</x>'), // biome-ignore format: one line
    ],
    ['lacks an entry', text.replace(new RegExp(`<${item}[ >].*?</${item}>`, 's'), '')],
    ['repeats an id', text.replace(`urn:uuid:${second}`, `urn:uuid:${first}`)],
    ['has its id in upper case', text.replace(`urn:uuid:${first}`, `urn:uuid:${first.toUpperCase()}`)],
    ['swaps two entries', text.replace(first, 'X').replace(second, first).replace('X', second)],
  ];
  test.each(different)('refuses a document that %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(['output-entries-differ', 'output-not-well-formed']).toContain(codeOf(() => check(changed, ids)));
  });

  test('refuses an entry without an id', () => {
    const changed = text.replace(new RegExp(`<${id}[^>]*>urn:uuid:${first}</${id}>`), '');
    expect(changed).not.toBe(text);
    expect(codeOf(() => check(changed, ids))).toBe('output-not-well-formed');
  });

  test('refuses the right document for other entries', () => {
    expect(codeOf(() => check(text, ids.slice(1)))).toBe('output-entries-differ');
    expect(codeOf(() => check(text, ids.toReversed()))).toBe('output-entries-differ');
    expect(codeOf(() => check(text, []))).toBe('output-entries-differ');
  });
});

test('the OPML of a site with hostile labels is well-formed', () => {
  const text = renderOpml(site({ title: 'A & <B>' }), siteUrl, {
    sections: [{ feed: 'sections/r-d', label: 'R&D <"new">\u0001' }],
    tags: [],
    authors: [],
    languages: [{ feed: 'languages/de', label: 'de' }],
  });
  expect(codeOf(() => checkOpml(text))).toBe('accepted');
  expect(codeOf(() => checkOpml(text.replace('</body>', '')))).toBe('output-not-well-formed');
});
