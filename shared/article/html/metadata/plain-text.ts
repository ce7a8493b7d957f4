import { cleanLine } from '../../clean-characters.ts';
import { textOf } from '../nodes.ts';
import { readTree } from '../tree.ts';

const longest = 2_000;

/** One line of plain text from a value that may hold tags, or entities once too often, as many sites' metadata does. */
export function plainText(value: string): string {
  const short = value.slice(0, longest);
  return cleanLine(/[&<]/.test(short) ? textOf(readTree(short).body) : short);
}

/** Text for comparing: letters and digits in lower case, accents and punctuation aside. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
