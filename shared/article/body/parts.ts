import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { breakingElements, droppedElements } from './vocabulary.ts';

/** A part of a list or table, as found. */
export interface Part {
  /** Element it came from; absent for strays. */
  source?: Element;
  name?: string;
  nodes: ChildNode[];
}

/**
 * Children of the wanted names; neighbouring strays make one part without a name.
 * @param through elements that are looked into, as if they were not there
 */
export function* partsOf(
  nodes: ChildNode[],
  wanted: readonly string[],
  through: readonly string[] = [],
): Generator<Part> {
  let strays: ChildNode[] = [];
  for (const node of nodes) {
    const name = isTag(node) ? node.name : undefined;
    if (name === undefined || !(wanted.includes(name) || through.includes(name))) {
      if (!isText(node) || node.data.trim() !== '') strays.push(node);
      continue;
    }
    if (strays.length > 0) yield { nodes: strays };
    strays = [];
    if (isTag(node)) {
      if (wanted.includes(node.name)) yield { source: node, name: node.name, nodes: node.children };
      else yield* partsOf(node.children, wanted, through);
    }
  }
  if (strays.length > 0) yield { nodes: strays };
}

/** Text with its line breaks: `br` and blocks end lines. */
export function preformattedText(nodes: ChildNode[]): string {
  let text = '';
  for (const node of nodes) {
    if (isText(node)) text += node.data;
    else if (isTag(node) && node.name === 'br') text += '\n';
    else if (isTag(node) && !droppedElements.has(node.name)) {
      const inner = preformattedText(node.children);
      text += breakingElements.has(node.name) && text !== '' && !text.endsWith('\n') ? `\n${inner}` : inner;
    }
  }
  return text;
}
