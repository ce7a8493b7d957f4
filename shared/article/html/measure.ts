import { blockNames } from './names.ts';
import { type ElementNode, elementsIn } from './nodes.ts';

/** What an element holds, in characters (white space runs count as one). */
export interface Measure {
  /** Who took it, and so whether it still holds. */
  by: Measures;
  /** All text below. */
  text: number;
  /** Text inside links. */
  links: number;
  /** Text outside nested blocks: the element's own lines. */
  own: number;
  ownLinks: number;
  /** How much running prose is below: the evidence that decides where the article is. */
  prose: number;
}

const sentenceMark = /[.!?;:,…。！？、，।؟]/;

/** Measures of the elements under one root, kept in the elements. Measuring an element again ends those before. */
export class Measures {
  get(element: ElementNode): Measure | undefined {
    return element.measure?.by === this ? element.measure : undefined;
  }
}

/** Measures every element under `root` in one pass, leaves first. */
export function measure(root: ElementNode): Measures {
  const measures = new Measures();
  const elements = elementsIn(root);
  for (let at = elements.length - 1; at >= 0; at--) {
    const element = elements[at] as ElementNode;
    const sum: Measure = { by: measures, text: 0, links: 0, own: 0, ownLinks: 0, prose: 0 };
    let marks = 0;
    for (const child of element.children) {
      if (child.kind === 'text') {
        if (child.length < 0) {
          child.length = lengthOf(child.text);
          child.hasMark = sentenceMark.test(child.text);
        }
        const { length } = child;
        sum.text += length;
        sum.own += length;
        if (child.hasMark) marks++;
        continue;
      }
      const below = measures.get(child);
      if (below === undefined) continue;
      sum.text += below.text;
      sum.links += below.links;
      sum.prose += below.prose;
      if (!blockNames.has(child.name)) {
        sum.own += below.own;
        sum.ownLinks += below.ownLinks;
      }
    }
    if (element.name === 'a' && element.attributes.href !== undefined) {
      sum.links = sum.text;
      sum.ownLinks = sum.own;
    }
    if (blockNames.has(element.name) && sum.own >= 25) {
      const unlinked = sum.own - sum.ownLinks * 2;
      if (unlinked > 0) sum.prose += marks > 0 ? unlinked : unlinked / 3;
    }
    element.measure = sum;
  }
  return measures;
}

function lengthOf(text: string): number {
  let length = 0;
  let space = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSpace = code === 32 || (code < 14 && code > 8) || code === 160;
    if (!isSpace || !space) length++;
    space = isSpace;
  }
  return length;
}
