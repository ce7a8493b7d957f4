import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { finderOf } from '../../../shared/feeds/characters.ts';
import { cleanText, cleanTextAsJson } from '../../../shared/feeds/plain-text.ts';

const ranges = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x26, 0x26],
  [0x7e, 0xa3],
  [0xfe, 0x101],
  [0xfffe, 0xffff],
] as const;
const isOneOf = (code: number): boolean => ranges.some(([first, last]) => code >= first && code <= last);

describe('a finder of characters', () => {
  const find = finderOf(...ranges);
  const filling = 'b'.repeat(300);
  test.each([
    ['short', '', ''],
    ['long', filling, filling],
    ['long, with a wide character ahead', `€${filling}`, filling],
    ['long, with a wide character behind', filling, `${filling}日`],
  ])('finds its own and no other in a text that is %s', (_, before, after) => {
    expect(find(before + after)).toBe(false);
    const codes = [...Array(0x220).keys(), 0x20ac, 0xd800, 0xdfff, 0xfeff, 0xfffd, 0xfffe, 0xffff];
    const wrong = codes.filter((code) => find(before + String.fromCharCode(code) + after) !== isOneOf(code));
    expect(wrong).toEqual([]);
  });
});

test('clean text as JSON is what JSON.stringify makes of it', () => {
  const parts = fc.constantFrom('"', '\\', '\n', '\t', '\r\n', '\u0000', '\u001f', '\u007f', '\u2028', '\ud800', '</', '😀', 'x', '\\u0000', '\\"'); // biome-ignore format: one line
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(parts, { maxLength: 30 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (value) => {
      const clean = cleanText(value);
      expect(cleanTextAsJson(clean)).toBe(JSON.stringify(clean));
      expect(cleanText(clean)).toBe(clean);
    }),
    { numRuns: 1000 },
  );
});
