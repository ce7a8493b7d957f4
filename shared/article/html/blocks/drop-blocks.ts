import { blockNames } from '../names.ts';
import { dropElements, type ElementNode, elementsIn } from '../nodes.ts';
import { ownTextNodes } from './own-text.ts';

/**
 * Takes blocks out of the tree: their own text goes, blocks nested in them stay. A container that thereby loses all its
 * text goes with its pictures, since a teaser's picture is no part of the article either; figures stay.
 */
export function dropBlocks(content: ElementNode, unwanted: Iterable<ElementNode>): void {
  const emptied = new Set<ElementNode>();
  for (const block of unwanted) {
    if (elementsIn(block).every(({ name }, at) => at === 0 || !stays.has(name))) block.children = [];
    for (const node of ownTextNodes(block)) if (node !== undefined) node.text = '';
    for (let at: ElementNode | undefined = block; at !== undefined && at !== content; at = at.parent)
      emptied.add(at);
  }
  const textual = new Set<ElementNode>();
  const elements = elementsIn(content);
  for (let at = elements.length - 1; at >= 0; at--) {
    const element = elements[at] as ElementNode;
    const holdsText = element.children.some((child) =>
      child.kind === 'text' ? /\S/.test(child.text) : textual.has(child) || kept.has(child.name),
    );
    if (holdsText) textual.add(element);
  }
  dropElements(
    content,
    (element) => emptied.has(element) && !textual.has(element) && element.name !== 'figure',
  );
}

/** What may be in a block without being part of its text. */
const stays: ReadonlySet<string> = new Set([...blockNames, 'img', 'picture']);

/** Elements that are worth keeping without text. */
const kept = new Set(['figure', 'math', 'video', 'audio', 'iframe']);
