import { type ChildNode, Element, isTag, isText } from 'domhandler';
import { cleanCharacters } from '../clean-characters.ts';
import { containerOf, type Layout } from './containers.ts';
import { iframeOrLink } from './embeds.ts';
import { FlowBuilder } from './flow-builder.ts';
import { attributesOf } from './kept-attributes.ts';
import { keepLocalLinks, saysNothing } from './local-links.ts';
import { mathOf } from './math.ts';
import {
  atomicElements,
  breakingElements,
  droppedElements,
  headingElements,
  inlineElements,
  renamedElements,
} from './vocabulary.ts';

/**
 * Rebuilds a tree so that any parser reads it the same way: known elements only, blocks in blocks, text of the body
 * in paragraphs, items in lists, cells in rows; white space collapsed, nothing empty.
 */
export function tidy(nodes: ChildNode[]): ChildNode[] {
  return keepLocalLinks(layout.flow(nodes, 'paragraphs'));
}

const layout: Layout = {
  flow(nodes, text) {
    const builder = new FlowBuilder(text);
    walk(nodes, [], builder);
    return builder.finish();
  },
  line(nodes) {
    return lineOf(nodes, []);
  },
};

/** Lines (headings, captions) inside each other from which on blocks are opened: each line would copy those inside it. */
const maxLines = 3;
/** Lines that are being laid out, each inside the one before. */
let lines = 0;

function lineOf(nodes: ChildNode[], formats: Element[]): ChildNode[] {
  const builder = new FlowBuilder('line');
  lines += 1;
  try {
    walk(nodes, formats, builder);
  } finally {
    lines -= 1;
  }
  return builder.finish();
}

/** @param formats the phrasing elements that the nodes stand in, outermost first */
function walk(nodes: ChildNode[], formats: Element[], builder: FlowBuilder): void {
  for (const node of nodes) {
    if (isText(node)) builder.text(cleanCharacters(node.data), formats);
    else if (isTag(node)) walkElement(node, formats, builder);
  }
}

function walkElement(element: Element, formats: Element[], builder: FlowBuilder): void {
  const name = renamedElements[element.name] ?? element.name;
  if (droppedElements.has(name)) return;
  if (atomicElements.has(name)) {
    for (const atom of atomsOf(name, element)) builder.atom(atom, formats);
  } else if (inlineElements.has(name)) walkInline(name, element, formats, builder);
  else if (breakingElements.has(name) || lines >= maxLines) {
    builder.breakLine(attributesOf('p', element));
    walk(element.children, formats, builder);
    builder.breakLine();
  } else if (headingElements.has(name)) builder.block(headingOf(name, element, formats));
  else {
    const block = containerOf(name, element, layout);
    if (block === 'transparent') walk(element.children, formats, builder);
    else if (Array.isArray(block)) for (const each of block) builder.block(each);
    else if (block) builder.block(block);
  }
}

/** Links to nowhere, spans without a language, and elements within their like add nothing. */
function walkInline(name: string, element: Element, formats: Element[], builder: FlowBuilder): void {
  const attributes = attributesOf(name, element);
  const isPointless = saysNothing(name, attributes);
  const isNested = name !== 'span' && formats.some((format) => format.name === name);
  const inner = isPointless || isNested ? formats : [...formats, new Element(name, attributes)];
  walk(element.children, inner, builder);
}

function atomsOf(name: string, element: Element): Element[] {
  if (name === 'iframe') return iframeOrLink(element);
  if (name === 'math') return mathOf(element);
  const attributes = attributesOf(name, element);
  const isShown = !['img', 'audio', 'video'].includes(name) || attributes.src !== undefined;
  return isShown ? [new Element(name, attributes)] : [];
}

/** A heading is one line, whatever was put into it. */
function headingOf(name: string, element: Element, formats: Element[]): Element | undefined {
  const line = lineOf(element.children, formats);
  return line.length > 0 ? new Element(name, attributesOf(name, element), line) : undefined;
}
