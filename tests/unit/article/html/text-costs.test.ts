import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Fingerprint, fingerprints } from '../../../../shared/article/html/fingerprints.ts';
import { limits } from '../../../../shared/article/html/limits.ts';
import { findCredit } from '../../../../shared/article/html/metadata/credits.ts';
import { markedDate } from '../../../../shared/article/html/metadata/marked-dates.ts';
import {
  ElementNode,
  elementsIn,
  holdsText,
  TextNode,
  textOf,
} from '../../../../shared/article/html/nodes.ts';
import { readTree } from '../../../../shared/article/html/tree.ts';
import { rejectionOf } from '../support/site.ts';

/** Trees of few letters, so that the same texts come up in different places. */
const trees = fc.letrec<{ tree: ElementNode; text: TextNode }>((tie) => ({
  text: fc
    .string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\u00a0'), maxLength: 5 })
    .map((text) => new TextNode(text)),
  tree: fc.array(fc.oneof({ maxDepth: 4 }, tie('text'), tie('tree')), { maxLength: 4 }).map((children) => {
    const element = new ElementNode('div', {});
    element.children = children;
    return element;
  }),
})).tree;

test('texts have the same fingerprint when they are the same but for white space', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const prints = new Map<ElementNode, Fingerprint>();
      fingerprints(tree, prints);
      const texts = new Map<string, string>();
      for (const element of elementsIn(tree)) {
        const text = textOf(element).replaceAll(' ', '');
        const { first, second } = prints.get(element) ?? {};
        const print = `${first} ${second}`;
        expect(texts.get(text) ?? print).toBe(print);
        texts.set(text, print);
      }
      expect(new Set(texts.values()).size).toBe(texts.size);
    }),
  );
});

test('whether an element holds so much text is found as if its text were counted', () => {
  fc.assert(
    fc.property(trees, fc.integer({ min: 1, max: 12 }), (tree, characters) => {
      expect(holdsText(tree, characters)).toBe(textOf(tree).length >= characters);
    }),
  );
});

test('a long text is not read to its end to see that it is long', () => {
  let read = 0;
  const element = new ElementNode('noscript', {});
  element.children = Array.from({ length: 10_000 }, () => {
    const get = (): string => {
      read += 1;
      return 'some words ';
    };
    return Object.defineProperty(new TextNode(''), 'text', { get });
  });
  expect(holdsText(element, 1500)).toBe(true);
  expect(read).toBeLessThan(1000);
});

test('end tags are counted too, since each is looked for among what is open', async () => {
  const page = `<html><body><p>A text that is one.</p>${'</b>'.repeat(limits.tags)}`;
  expect(await rejectionOf('a.html', page)).toMatchObject({ code: 'html-too-complex' });
});

test('the root of a page may be stated many times; what came first counts', () => {
  const { htmlAttributes } = readTree('<html lang="de"><html lang="en" dir="ltr"><body><p>Text.');
  expect(htmlAttributes).toEqual({ lang: 'de', dir: 'ltr' });
});

test('text is not read once for each of the boxes around it when credits and dates are looked for', () => {
  let read = 0;
  const text = new TextNode('');
  Object.defineProperty(text, 'text', {
    get: () => {
      read += 1;
      return 'Posted by nobody in particular';
    },
  });
  const body = new ElementNode('body', {});
  let innermost = body;
  for (let level = 0; level < limits.depth; level += 1) {
    const box = new ElementNode('div', {}, innermost);
    innermost.children = [new TextNode('\n', innermost), box];
    innermost = box;
  }
  innermost.children = [text];
  findCredit(body);
  markedDate(body, { dayFirst: false, timeZone: 'UTC' }, true);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(20);
});

test.each([
  ['credit', '<p>Written by Ada Byron</p>', 'Ada Byron'],
  ['credit in a link', '<a href="/x">Written by Ada Byron</a>', 'Ada Byron'],
  ['credit among other words', '<p>Photos: none</p><p>Written by Ada Byron</p>', 'Ada Byron'],
])('boxes around a %s change nothing', (_, line, name) => {
  const { body } = readTree(`<p>Words of the article.</p><div> <section><div>${line}</div></section> </div>`);
  expect(findCredit(body)?.authors[0]?.name).toBe(name);
});
