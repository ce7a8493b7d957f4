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
  if (!/[^ -~]/.test(text)) return foldAscii(text);
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What `fold` makes of printable ASCII, as most names and lines are. */
const foldAscii = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim();

/** Whether a text is the same as a folded one. */
export function foldsTo(text: string, folded: string): boolean {
  // A letter or digit of ASCII at the start stays there.
  const start = /^[a-z\d]/i.exec(text)?.[0].toLowerCase();
  return (start === undefined || folded.startsWith(start)) && fold(text) === folded;
}
