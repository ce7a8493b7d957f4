import { type ChildNode, isTag } from 'domhandler';
import { toText } from '../body/to-text.ts';
import { singleSpaced } from '../clean-characters.ts';

/** Longest summary that is made from a text, in characters. */
export const summaryLength = 280;

/** Words that end in a full stop without ending a sentence. */
const abbreviations =
  /(?:^|[\s(“"])(?:\p{Lu}|Mrs?|Ms|Dr|Prof|Rev|Gen|Sen|Rep|Gov|Capt|Lt|Col|Sgt|St|Jr|Sr|Inc|Ltd|Co|Corp|vs|etc|approx|No|Nr|Fig|Vol|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|z\.B|d\.h|bzw|ca|usw|Hr|Fr|M|Mme|Sra?|Dra?)\.$/u;

/**
 * A summary from the first paragraphs of a clean body, as many as it takes for a sentence; lines such as a byline or
 * a place are passed over. Without any paragraph, from all the text.
 * @param text of the whole body
 */
export function summaryFrom(nodes: ChildNode[], text: string): string {
  const first: string[] = [];
  for (const paragraph of paragraphsOf(nodes)) {
    if (paragraph.length < 60 && !/[.!?…。！？]["'”’»)]*$/.test(paragraph)) continue;
    first.push(paragraph);
    if (first.length === 4 || (first[0] ?? '').length >= 100) break;
  }
  return firstSentences(first.length === 0 ? text : first.join(' '));
}

/** The texts of the first eight. */
function* paragraphsOf(nodes: ChildNode[]): Generator<string> {
  const paragraphs = nodes.filter(isTag).filter(({ name }) => name === 'p');
  for (const { children } of paragraphs.slice(0, 8)) {
    yield singleSpaced(toText(children.filter((child) => !isNoteMark(child))));
  }
}

/** A number that leads to a footnote. */
const isNoteMark = (node: ChildNode): boolean =>
  isTag(node) &&
  node.name === 'sup' &&
  node.children.some((child) => isTag(child) && child.attribs.href?.startsWith('#'));

/**
 * The first sentences of a text, as many as fit; a first sentence that is longer is cut between words.
 * @param text plain text, a blank line between blocks
 */
export function firstSentences(text: string, most = summaryLength): string {
  const line = singleSpaced(text).trim();
  if (line.length <= most) return line;
  let end = 0;
  for (const match of line.slice(0, most + 2).matchAll(/[.!?…]+["'”’»)\]]*(?=\s)|[。！？｡]+[”’」』）]*/gu)) {
    const stop = match.index + match[0].length;
    if (stop > most) break;
    if (match[0] === '.' && abbreviations.test(line.slice(0, stop))) continue;
    end = stop;
  }
  return end > 0 ? line.slice(0, end) : cutBetweenWords(line, most);
}

/** Text cut to a length, at white space if there is some near the end, with an ellipsis. */
export function cutBetweenWords(line: string, most: number): string {
  if (line.length <= most) return line;
  const start = line
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = start.lastIndexOf(' ');
  return `${(space > most / 2 ? start.slice(0, space) : start).replace(/[\s,;:–—-]+$/, '')}…`;
}
