import { type ChildNode, isTag, isText } from 'domhandler';
import { cleanLine } from '../clean-characters.ts';
import type { Found } from '../parsed-document.ts';
import { elementsOf, textOf } from './parse-fragment.ts';

const headings = /^h[1-6]$/;

/**
 * Takes the title's own heading out of a body, in place: the one that repeats the stated title; without a stated
 * title, the heading that leads the body, else its only heading of the first level.
 */
export function takeTitle(nodes: ChildNode[], stated: Found<string> | undefined): Found<string> | undefined {
  const lead = leadingHeading(nodes);
  if (stated) {
    if (lead && sameTitle(textOf(lead.children), stated.value)) remove(lead);
    return stated;
  }
  const first = [...elementsOf(nodes)].filter(({ name }) => name === 'h1');
  const heading = lead ?? (first.length === 1 ? first[0] : undefined);
  const title = heading && cleanLine(textOf(heading.children));
  if (!heading || !title) return undefined;
  remove(heading);
  return { value: title, from: heading.name === 'h1' ? 'first heading' : `first heading (${heading.name})` };
}

/** The heading that stands before all other text. */
function leadingHeading(
  nodes: ChildNode[],
): (ChildNode & { name: string; children: ChildNode[] }) | undefined {
  for (const node of nodes) {
    if (isText(node) && node.data.trim() === '') continue;
    if (!isTag(node)) return undefined;
    if (headings.test(node.name)) return node;
    if (textOf(node.children).trim() === '') continue;
    return ['p', 'a', 'ul', 'ol', 'table', 'blockquote'].includes(node.name)
      ? undefined
      : leadingHeading(node.children);
  }
  return undefined;
}

const sameTitle = (a: string, b: string): boolean => comparable(a) === comparable(b);
const comparable = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

function remove(node: ChildNode): void {
  const siblings = node.parent?.children;
  const index = siblings?.indexOf(node) ?? -1;
  if (siblings && index >= 0) siblings.splice(index, 1);
}
