import { describe, expect, test } from '@jest/globals';
import { OutputCheckError } from '../../../shared/errors.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { renderArticleJson, renderArticleMarkdown } from '../../../shared/site/article-documents.ts';
import { renderArticlePage } from '../../../shared/site/article-page.ts';
import { type CheckedDocumentName, checkDocument } from '../../../shared/site/check-document.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { renderNotFoundPage } from '../../../shared/site/not-found-page.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const entries = ['one', 'two'].map((slug) => publishedArticle({ slug }));
const ids = entries.map(({ id }) => id);
const [first = ''] = ids;
const article = entries[0] ?? publishedArticle();
const view = feedView({ entries });

function codeOf(name: CheckedDocumentName, text: string, expected: readonly string[]): string {
  try {
    checkDocument(name, text, expected);
  } catch (error) {
    if (error instanceof OutputCheckError) return error.code;
    throw error;
  }
  return 'accepted';
}

type Change = [what: string, change: (text: string) => string, code: string];

/** Each change must change something, and be refused with its code. */
function refuses(name: CheckedDocumentName, text: string, expected: readonly string[], changes: Change[]) {
  test('accepts what it was made for', () => {
    expect(codeOf(name, text, expected)).toBe('accepted');
  });
  test.each(changes)('refuses a document that %s', (_, change, code) => {
    expect(change(text)).not.toBe(text);
    expect(codeOf(name, change(text), expected)).toBe(code);
  });
}

/** A change of the document as a value. */
const edit =
  (change: (document: Record<string, never>) => unknown) =>
  (text: string): string =>
    JSON.stringify(change(JSON.parse(text)));

describe('the check of feed.json', () => {
  refuses('feed.json', renderFeedJson(view), ids, [
    ['is cut short', (text) => text.slice(0, -5), 'output-not-well-formed'],
    ['is a page', () => '<!doctype html>', 'output-not-well-formed'],
    ['is of another version', (text) => text.replace('version/1.1', 'version/1'), 'output-invalid'],
    ['has no title', edit(({ title, ...rest }) => rest), 'output-invalid'],
    ['has a relative address', edit((feed) => ({ ...feed, feed_url: '/feed.json' })), 'output-invalid'],
    ['has an entry without content', (text) => text.replace('content_html', 'body'), 'output-invalid'],
    ['has no entries', edit((feed) => ({ ...feed, items: [] })), 'output-entries-differ'],
    ['has an entry twice', (text) => text.replace(ids[1] ?? '', first), 'output-entries-differ'],
    ['has ids without urn', (text) => text.replaceAll('urn:uuid:', ''), 'output-entries-differ'],
  ]);
});

describe('the check of article.json', () => {
  refuses('article.json', renderArticleJson(article), [first], [
    ['is not JSON', (text) => text.replace(':', '='), 'output-not-well-formed'],
    ['has a field that no schema knows', edit((document) => ({ ...document, more: 1 })), 'output-invalid'],
    ['lacks its address', edit(({ url, ...rest }) => rest), 'output-invalid'],
    ['has a date that is none', (text) => text.replace('2026-03-14T', '2026-02-31T'), 'output-invalid'],
    ['is another article', (text) => text.replace(first, ids[1] ?? ''), 'output-entries-differ'],
  ]); // biome-ignore format: a case a line
});

describe('the check of article.md', () => {
  refuses('article.md', renderArticleMarkdown(article), [first], [
    ['has no front matter', (text) => text.slice(4), 'output-not-well-formed'],
    ['has front matter that never ends', (text) => text.replace('\n---\n', '\n'), 'output-not-well-formed'],
    ['has broken YAML', (text) => text.replace('title: ', 'title: "'), 'output-not-well-formed'],
    ['lacks its title', (text) => text.replace('title:', 'heading:'), 'output-invalid'],
    ['is another article', (text) => text.replace(first, ids[1] ?? ''), 'output-entries-differ'],
  ]); // biome-ignore format: a case a line
});

describe('the check of a page', () => {
  const inside = (markup: string) => (text: string) => text.replace('</article>', `${markup}</article>`);
  refuses('index.html', renderFeedPage(view), ids, [
    ['is cut short', (text) => text.slice(0, -20), 'output-invalid'],
    ['has no document type', (text) => text.slice(20), 'output-invalid'],
    ['has two main parts', inside('<main></main>'), 'output-invalid'],
    ['is closed from within', inside('</article></main>'), 'output-invalid'],
    ['ends twice', inside('</html>'), 'output-invalid'],
    ['runs a script', inside('<script>alert(1)</script>'), 'output-unsafe'],
    ['runs a script in upper case', inside('<SCRIPT SRC=x></SCRIPT>'), 'output-unsafe'],
    ['handles an event', inside('<img src="x" onerror="alert(1)">'), 'output-unsafe'],
    ['handles an event in mixed case', inside('<p oNcLick=alert(1)>'), 'output-unsafe'],
    ['links to code', inside('<a href="javascript:alert(1)">x</a>'), 'output-unsafe'],
    ['links to code in disguise', inside('<a href=" java&#9;script:alert(1)">x</a>'), 'output-unsafe'],
    ['frames another page', inside('<iframe src="https://a.example/"></iframe>'), 'output-unsafe'],
    ['moves its base', inside('<base href="https://a.example/">'), 'output-unsafe'],
    ['asks for input', inside('<form action="https://a.example/"></form>'), 'output-unsafe'],
    ['redirects', inside('<meta http-equiv="Refresh" content="0;url=x">'), 'output-unsafe'],
    ['has an entry more', inside(`<b data-entry="urn:uuid:${first}"></b>`), 'output-entries-differ'],
    ['lacks an entry', (text) => text.replace(/<article.*?<\/article>/s, ''), 'output-entries-differ'],
  ]); // biome-ignore format: a case a line

  test('accepts an article’s page and the one for missing addresses', () => {
    expect(codeOf('index.html', renderArticlePage(article, site(), siteUrl), [first])).toBe('accepted');
    expect(codeOf('404.html', renderNotFoundPage(site(), siteUrl), [])).toBe('accepted');
    expect(codeOf('404.html', renderArticlePage(article, site(), siteUrl), [])).toBe('output-entries-differ');
  });

  test('an article that got past the sanitizer does not get past the check', () => {
    const html = '<p onclick="alert(1)">x</p>';
    const page = renderArticlePage(
      publishedArticle({ slug: 'one', content: { html, markdown: '', text: '' } }),
      site(),
      siteUrl,
    );
    expect(codeOf('index.html', page, [first])).toBe('output-unsafe');
  });
});
