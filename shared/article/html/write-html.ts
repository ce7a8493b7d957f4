import { voidNames } from './names.ts';
import type { ElementNode, TreeNode } from './nodes.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] as string);

/** The element's content as HTML. Iterative. */
export function writeHtml(root: ElementNode): string {
  const parts: string[] = [];
  const pending: (TreeNode | string)[] = [...root.children].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node === 'string') parts.push(node);
    else if (node.kind === 'text') parts.push(escapeText(node.text));
    else {
      parts.push(startTag(node));
      if (voidNames.has(node.name)) continue;
      pending.push(`</${node.name}>`);
      for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at] as TreeNode);
    }
  }
  return parts.join('');
}

function startTag(element: ElementNode): string {
  let tag = `<${element.name}`;
  for (const [name, value] of Object.entries(element.attributes)) {
    if (/^[a-z][\w:.-]*$/.test(name)) tag += ` ${name}="${escapeText(value)}"`;
  }
  return `${tag}>`;
}
