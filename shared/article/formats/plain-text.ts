import { parseFragment } from '../body/parse-fragment.ts';
import { toText } from '../body/to-text.ts';

/** The words of a text that may be HTML, on one line; absent when there are none. */
export function plainText(content: string | undefined): string | undefined {
  if (content === undefined) return undefined;
  const isMarkup = /<[a-z!/]|&(?:[a-z]+|#x?[0-9a-f]+);/i.test(content);
  const text = isMarkup ? toText(parseFragment(content).children) : content;
  return text.replace(/\s+/g, ' ').trim() || undefined;
}
