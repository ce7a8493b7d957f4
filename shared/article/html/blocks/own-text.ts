import { blockNames } from '../names.ts';
import { collapse, type ElementNode, type TextNode, type TreeNode } from '../nodes.ts';

/** The text nodes of an element that no nested block and no formula holds, in order, with `undefined` where one stands. */
export function* ownTextNodes(element: ElementNode): Generator<TextNode | undefined> {
  const pending: TreeNode[] = [...element.children].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'text') yield node;
    else if (blockNames.has(node.name) || node.name === 'br' || node.name === 'math') yield undefined;
    else for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at] as TreeNode);
  }
}

/** Text outside nested blocks, white space collapsed. */
export function ownText(element: ElementNode): string {
  let text = '';
  for (const node of ownTextNodes(element)) text += node?.text ?? ' ';
  return collapse(text);
}
