import render from 'dom-serializer';
import { type ChildNode, Element, isTag, isText } from 'domhandler';
import { textOf } from './parse-fragment.ts';
import { atomicElements, inlineElements } from './vocabulary.ts';

/** Whether a node stands within a line. */
export function isInline(node: ChildNode): boolean {
  return isText(node) || (isTag(node) && (inlineElements.has(node.name) || atomicElements.has(node.name)));
}

/** A line of Markdown; `\` and a line feed where the document breaks it. */
export function inlineMarkdown(nodes: ChildNode[]): string {
  return escapeLineStarts(inline(nodes).trim());
}

const delimiters: Readonly<Record<string, string>> = {
  em: '*',
  i: '*',
  strong: '**',
  b: '**',
  del: '~~',
  s: '~~',
};

function inline(nodes: ChildNode[]): string {
  return nodes
    .map((node) => (isText(node) ? escapeText(node.data) : isTag(node) ? element(node) : ''))
    .join('');
}

function element(node: Element): string {
  const delimiter = delimiters[node.name];
  if (delimiter !== undefined) return emphasis(node, delimiter);
  switch (node.name) {
    case 'br':
      return '\\\n';
    case 'img':
      return `![${escapeText(node.attribs.alt ?? '')}](${destination(node.attribs.src ?? '', node.attribs.title)})`;
    case 'a':
      return anchor(node);
    case 'code':
      return codeSpan(textOf(node.children));
    case 'span':
      return inline(node.children);
    case 'math':
    case 'audio':
    case 'video':
    case 'wbr':
      return html(node);
    case 'iframe':
      return `[${escapeText(node.attribs.title ?? 'Video')}](${destination(node.attribs.src ?? '', undefined)})`;
    default:
      return tagged(node, inline(node.children));
  }
}

function anchor(node: Element): string {
  const text = inline(node.children);
  // Markdown has no ids that a link within the text could lead to.
  if (node.attribs.href === undefined || node.attribs.href.startsWith('#')) return text;
  return `[${text}](${destination(node.attribs.href, node.attribs.title)})`;
}

function destination(url: string, title: string | undefined): string {
  const address =
    /[\s()<>]/.test(url) || url === '' ? `<${url.replaceAll(/[<>\n\\]/g, encodeURIComponent)}>` : url;
  return title ? `${address} "${escapeText(title).replaceAll('"', '\\"')}"` : address;
}

/** Backticks around, more of them than in any run inside (CommonMark, 6.1). */
function codeSpan(text: string): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const ticks = '`'.repeat(length);
  const padded = /^`|`$|^ .* $/s.test(text) ? ` ${text} ` : text;
  return ticks + padded + ticks;
}

/** Delimiters only work at the edges of words (CommonMark, 6.2): spaces move out, and punctuation calls for tags. */
function emphasis(node: Element, delimiter: string): string {
  const inner = inline(node.children);
  const text = inner.trim();
  const before = inner.slice(0, inner.length - inner.trimStart().length);
  const after = inner.slice(inner.trimEnd().length);
  if (text === '') return inner;
  const isWordy = /^[\p{L}\p{N}]/u.test(text) && /[\p{L}\p{N}]$/u.test(text);
  const isNested =
    isTag(node.parent ?? node) && delimiters[(node.parent as Element | null)?.name ?? ''] !== undefined;
  const isFree = isEdge(before, neighbour(node, 'prev')) && isEdge(after, neighbour(node, 'next'));
  if (isNested || !(isWordy ? delimiter !== '~~' || isFree : isFree)) return tagged(node, inner);
  return before + delimiter + text + delimiter + after;
}

/** Whether white space or the end of the line lies there. */
const isEdge = (space: string, neighbouring: string): boolean => space !== '' || /^\s?$/.test(neighbouring);

/** The character next to an element; empty at the end of its parent when that is a block. */
function neighbour(node: Element, side: 'prev' | 'next'): string {
  const sibling = node[side];
  if (!sibling) {
    const parent = node.parent;
    return parent && isTag(parent) && isInline(parent) ? 'x' : '';
  }
  const text = isText(sibling) ? sibling.data : isTag(sibling) && sibling.name === 'br' ? ' ' : 'x';
  return side === 'prev' ? text.slice(-1) : text.slice(0, 1);
}

/** Markdown between the tags of an element that Markdown has no sign for. */
function tagged({ name, attribs }: Element, inner: string): string {
  const empty = html(new Element(name, attribs));
  return empty.replace(/(?=<\/[a-z]+>$)/, () => inner);
}

const html = (node: Element): string =>
  render(node, { encodeEntities: 'utf8', emptyAttrs: true })
    .replaceAll('\n', '&#10;')
    .replaceAll(/[\\`*_[\]~]/g, (character) => `&#${character.codePointAt(0)};`);

/** Characters that would begin markup, escaped where they might. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\`*[\]<>~]/g, '\\$&')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/&(?=#|\w)/g, '\\&');
}

function escapeLineStarts(lines: string): string {
  return lines
    .replaceAll(/^([^\S\n]*)(#{1,6}(?=\s|$)|[-+](?=\s|$|-)|=+\s*$)/gm, '$1\\$2')
    .replaceAll(/^([^\S\n]*\d{1,9})([.)])(?=\s|$)/gm, '$1\\$2');
}
