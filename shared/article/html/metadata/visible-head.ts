import { singleSpaced } from '../../clean-characters.ts';
import { blockNames } from '../names.ts';
import { type ElementNode, elementsIn, type TreeNode } from '../nodes.ts';

/** An element near the title with its text, as a reader sees it. */
export interface HeadLine {
  element: ElementNode;
  text: string;
  /** Words of its class and id. */
  words: readonly string[];
  /** Characters of text between the title and it; negative above the title. */
  distance: number;
}

const above = 700;
const below = 2_500;
const mostElements = 600;
const longest = 300;

/**
 * What stands around the title: there pages say who wrote the article and when. Without a title in sight, the start of
 * what calls itself article or main, or of the page.
 * @param elements of the page in order, its body first
 */
export function visibleHead(elements: readonly ElementNode[], heading: ElementNode | undefined): HeadLine[] {
  const anchor = heading ?? elements.find(({ name }) => name === 'article' || name === 'main') ?? elements[0];
  if (anchor === undefined) return [];
  const at = elements.indexOf(anchor);
  const roof = new Set<ElementNode>();
  for (let over: ElementNode | undefined = anchor; over !== undefined; over = over.parent) roof.add(over);
  const furniture = new FurnitureAround(roof);
  const lines: HeadLine[] = [];
  const addLine = (element: ElementNode, distance: number): void => {
    const text = furniture.includes(element) ? undefined : partedText(element, longest);
    if (text) lines.push({ element, text, words: element.classWords, distance });
  };
  let distance = 0;
  for (
    let index = at + (heading === undefined ? 1 : elementsIn(heading).length);
    index < elements.length && index < at + mostElements && distance < below;
    index++
  ) {
    const element = elements[index] as ElementNode;
    addLine(element, distance);
    distance += directLength(element);
  }
  distance = 0;
  for (let index = at - 1; index > 0 && index > at - mostElements / 2 && distance > -above; index--) {
    const element = elements[index] as ElementNode;
    distance -= directLength(element);
    addLine(element, distance);
  }
  return lines;
}

const furnitureNames = new Set(['nav', 'select', 'button', 'blockquote']);
/** Furniture, unless so small that it holds a byline. */
const largeFurniture = new Set(['footer', 'aside']);
const bylineLength = 200;
const furnitureWords = new Set([
  'menu',
  'menus',
  'nav',
  'navbar',
  'navigation',
  'dropdown',
  'breadcrumb',
  'breadcrumbs',
  'related',
  'sidebar',
  'comments',
  'recommended',
  'popular',
  'toc',
]);

/** Furniture around what stands near the title; remembers its answers, since elements share what is around them. */
class FurnitureAround {
  readonly #roof: ReadonlySet<ElementNode>;
  readonly #known = new Map<ElementNode, boolean>();

  /** @param roof holds the title too, so it is no furniture: themes name whole pages after their menus and sidebars */
  constructor(roof: ReadonlySet<ElementNode>) {
    this.#roof = roof;
  }

  /** Whether the element or something around it is furniture. */
  includes(element: ElementNode): boolean {
    for (
      let at: ElementNode | undefined = element, steps = 0;
      at !== undefined && !this.#roof.has(at) && steps < 15;
      at = at.parent, steps++
    ) {
      let known = this.#known.get(at);
      if (known === undefined) {
        known = isFurniture(at);
        this.#known.set(at, known);
      }
      if (known) return true;
    }
    return false;
  }
}

function isFurniture(element: ElementNode): boolean {
  if (furnitureNames.has(element.name)) return true;
  if (element.classWords.some((word) => furnitureWords.has(word))) return true;
  return largeFurniture.has(element.name) && partedText(element, bylineLength) === undefined;
}

/**
 * The element's text with ` | ` where a box ends or texts touch that only their elements keep apart: themes write names,
 * roles and dates side by side. Undefined when it is longer than `most`, or holds more than `mostNodes`.
 */
export function partedText(
  element: ElementNode,
  most: number,
  mostNodes: number = bylineNodes,
): string | undefined {
  if (element.children.length > mostNodes) return undefined;
  let text = '';
  /** Its last character. */
  let last = '';
  let parted = false;
  let nodes = 0;
  const pending: (TreeNode | 'end')[] = element.children.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes++;
    if (nodes > mostNodes) return undefined;
    if (node === 'end') parted = true;
    else if (node.kind === 'text') {
      if (node.text.length > longText) return undefined;
      const words = singleSpaced(node.text);
      if (words === ' ' || words === '') {
        if (parted || words === '') continue;
        text += words;
        last = words;
        continue;
      }
      const touches = last !== ' ' && !"(,'’-".includes(last) && !/^[ ),.;:'’]/.test(words);
      if (last !== '' && (parted || touches)) text += ' | ';
      parted = false;
      text += words;
      last = words.charAt(words.length - 1);
    } else if (!skipped.has(node.name)) {
      if (node.children.length > mostNodes) return undefined;
      const block = blockNames.has(node.name) || node.name === 'br';
      if (block) {
        parted = true;
        pending.push('end');
      }
      for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at] as TreeNode);
    }
    if (text.length > most) return undefined;
  }
  return singleSpaced(text).trim();
}

/** A byline is small, and looking at what stands around the title must not depend on how large the page is. */
const bylineNodes = 1_000;
const longText = 5_000;
const skipped = new Set(['svg', 'noscript', 'button', 'select', 'template', 'img']);

function directLength(element: ElementNode): number {
  return element.children.reduce(
    (sum, child) => sum + (child.kind === 'text' ? child.text.trim().length : 0),
    0,
  );
}
