import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parseFragment as parseAsBrowser, serialize } from 'parse5';
import { cleanBody } from '../../../shared/article/body/clean-body.ts';
import { toMarkdown } from '../../../shared/article/body/to-markdown.ts';
import { toText } from '../../../shared/article/body/to-text.ts';
import { tagSoup } from './support/html-arbitrary.ts';

const stated = { value: 'Title', from: 'test' };
const clean = (html: string) =>
  cleanBody(html, stated, { key: 'a/b.html', baseUrl: 'https://example.org/x/', embedded: new Map() });

/** Words as a reader would count them: what parse5, a parser of its own, finds in the markup. */
function wordsOf(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && node.tagName === 'iframe') return '';
  const inner = 'childNodes' in node ? node.childNodes.map(wordsOf).join('') : '';
  const isInline =
    'tagName' in node &&
    /^(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|rt|ruby|s|samp|small|span|strong|sub|sup|time|u|var|wbr|img|math|m[a-z]+)$/.test(
      node.tagName,
    );
  return isInline ? inner : ` ${inner} `;
}

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('a second pass changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(tagSoup, async (html) => {
      const once = (await clean(html)).html;
      expect((await clean(once)).html).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('a parser that follows the HTML standard reads the markup as it is written', async () => {
  await fc.assert(
    fc.asyncProperty(tagSoup, async (html) => {
      const { html: once } = await clean(html);
      const reread = serialize(parseAsBrowser(once));
      const plain = (markup: string) =>
        markup.replaceAll('&nbsp;', '\u00a0').replaceAll('&quot;', '"').replaceAll('=""', '');
      expect(plain(reread)).toBe(plain(once));
    }),
    { numRuns: 500 },
  );
});

test('text and HTML say the same words', async () => {
  await fc.assert(
    fc.asyncProperty(tagSoup, async (html) => {
      const { html: once, nodes } = await clean(html);
      expect(words(toText(nodes))).toBe(words(wordsOf(parseAsBrowser(once))));
    }),
    { numRuns: 500 },
  );
});

test('Markdown says the same words as the HTML, to a parser of its own', async () => {
  const markdown = new MarkdownIt({ html: true });
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
  await fc.assert(
    fc.asyncProperty(tagSoup, async (html) => {
      const { nodes } = await clean(html);
      const rendered = parseAsBrowser(markdown.render(toMarkdown(nodes)));
      expect(letters(wordsOf(rendered))).toBe(letters(toText(nodes)));
    }),
    { numRuns: 500 },
  );
});

test('nothing that runs, hides or leaves the listed schemes gets through', async () => {
  await fc.assert(
    fc.asyncProperty(tagSoup, async (html) => {
      const { html: once } = await clean(html);
      const visit = (node: DefaultTreeAdapterTypes.Node): void => {
        if ('tagName' in node) {
          expect(node.tagName).not.toMatch(
            /^(?:script|style|svg|form|input|object|embed|link|meta|base|template|button)$/,
          );
          for (const { name, value } of node.attrs) {
            expect(name).not.toMatch(/^(?:on|style$|srcdoc$|formaction$|srcset$)/);
            if (/^(?:href|src|cite|poster)$/.test(name))
              expect(value).toMatch(/^(?:https?:|mailto:|inbox:|embedded:|#ref-)/);
          }
        }
        if ('childNodes' in node) node.childNodes.forEach(visit);
      };
      visit(parseAsBrowser(once));
    }),
    { numRuns: 500 },
  );
});
