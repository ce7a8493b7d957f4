import { blockNames } from '../names.ts';
import { collapse, type ElementNode, elementsIn, type TreeNode } from '../nodes.ts';

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
 */
export function visibleHead(body: ElementNode, heading: ElementNode | undefined): HeadLine[] {
  const elements = elementsIn(body);
  const anchor = heading ?? elements.find(({ name }) => name === 'article' || name === 'main') ?? body;
  const at = elements.indexOf(anchor);
  const roof = new Set<ElementNode>();
  for (let over: ElementNode | undefined = anchor; over !== undefined; over = over.parent) roof.add(over);
  const lineOf = (element: ElementNode, distance: number): HeadLine[] => {
    const text = isFurniture(element, roof) ? undefined : partedText(element, longest);
    return text === undefined || text === '' ? [] : [{ element, text, words: element.classWords, distance }];
  };
  const lines: HeadLine[] = [];
  let distance = 0;
  for (
    let index = at + 1;
    index < elements.length && index < at + mostElements && distance < below;
    index++
  ) {
    const element = elements[index] as ElementNode;
    if (isWithin(element, heading)) continue;
    const own = directLength(element);
    lines.push(...lineOf(element, distance));
    distance += own;
  }
  distance = 0;
  for (let index = at - 1; index > 0 && index > at - mostElements / 2 && distance > -above; index--) {
    const element = elements[index] as ElementNode;
    distance -= directLength(element);
    lines.push(...lineOf(element, distance));
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

/**
 * Whether the element or something around it is furniture. What holds the title too (`roof`) is none, whatever it is
 * called: themes name whole pages after their menus and sidebars.
 */
function isFurniture(element: ElementNode, roof: ReadonlySet<ElementNode>): boolean {
  for (
    let at: ElementNode | undefined = element, steps = 0;
    at !== undefined && !roof.has(at) && steps < 15;
    at = at.parent, steps++
  ) {
    if (furnitureNames.has(at.name) || at.classWords.some((word) => furnitureWords.has(word))) return true;
    if (largeFurniture.has(at.name) && partedText(at, bylineLength) === undefined) return true;
  }
  return false;
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
  let parted = false;
  let nodes = 0;
  const pending: (TreeNode | 'end')[] = [...element.children].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes++;
    if (nodes > mostNodes) return undefined;
    if (node === 'end') parted = true;
    else if (node.kind === 'text') {
      if (node.text.length > longText) return undefined;
      const words = node.text.replace(/\s+/g, ' ');
      if (words === ' ' || words === '') {
        if (!parted) text += words;
        continue;
      }
      const touches = text !== '' && !/\s$/.test(text) && !words.startsWith(' ');
      if (text !== '' && (parted || (touches && !/[(,'’-]$/.test(text) && !/^[),.;:'’]/.test(words))))
        text += ' | ';
      parted = false;
      text += words;
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
  return collapse(text);
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

function isWithin(element: ElementNode, ancestor: ElementNode | undefined): boolean {
  for (
    let at: ElementNode | undefined = element;
    at !== undefined && ancestor !== undefined;
    at = at.parent
  ) {
    if (at === ancestor) return true;
  }
  return false;
}
