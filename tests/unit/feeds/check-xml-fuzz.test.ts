import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputCheckError } from '../../../shared/errors.ts';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { checkAtom, checkRss } from '../../../shared/feeds/check-xml.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { feedView, publishedArticle } from '../../helpers/published-article.ts';
import { childOf, childrenOf, textOf, xmlTree } from '../../helpers/xml-tree.ts';

const entries = ['one', 'two'].map((slug) =>
  publishedArticle({ slug, content: { html: `<p>${slug} ]]> <b>x</b></p>`, markdown: '', text: '' } }),
);
const ids = entries.map(({ id }) => id);
const view = feedView({ entries });

const pieces = fc.constantFrom(
  ']]>', '<![CDATA[', '<![CDATA[]]>', '<!--', '-->', '<?x', '?>', '<!DOCTYPE x [', ']>', '<', '>', '&', ';', '"', "'",
  '=', '/', '\u0000', '\ufffe', '\ud800', '<item>', '</item>', '<entry>', '</entry>', '<guid>', ' ', 'x:', '&#0;', '&lt;',
); // biome-ignore format: a list reads better in lines

/** One to four places where something is cut out and something else put in. */
const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(6),
    piece: fc.oneof(pieces, fc.constant('')),
  }),
  { minLength: 1, maxLength: 4 },
);

describe.each([
  { name: 'rss.xml', text: renderRss(view), check: checkRss },
  { name: 'atom.xml', text: renderAtom(view), check: checkAtom },
])('the check of $name, which skips the insides of sections', ({ name, text, check }) => {
  test('accepts nothing that a parser of the whole document would refuse or read otherwise', () => {
    fc.assert(
      fc.property(mutations, (changes) => {
        const mutated = changes.reduce((whole, { at, cut, piece }) => {
          const place = Math.floor(at * whole.length);
          return whole.slice(0, place) + piece + whole.slice(place + cut);
        }, text);
        try {
          check(mutated, ids);
        } catch (error) {
          expect(error).toBeInstanceOf(OutputCheckError);
          return;
        }
        const root = xmlTree(mutated);
        const found =
          name === 'rss.xml'
            ? childrenOf(childOf(root, 'channel'), 'item').map((item) => textOf(item, 'guid'))
            : childrenOf(root, 'entry').map((entry) => textOf(entry, 'id'));
        expect(found).toEqual(ids.map((id) => `urn:uuid:${id}`));
      }),
      { numRuns: 3000 },
    );
  });
});
