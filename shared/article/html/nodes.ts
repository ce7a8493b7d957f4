import { singleSpaced } from '../clean-characters.ts';
import type { Measure } from './measure.ts';

/** Text between tags, entities already decoded. */
export class TextNode {
  readonly kind = 'text';
  text: string;
  parent: ElementNode | undefined;
  /** Kept by `measure`, which meets the same text several times: its length, and whether it holds a mark of sentences. */
  length = -1;
  hasMark = false;

  constructor(text: string, parent?: ElementNode) {
    this.text = text;
    this.parent = parent;
  }
}

/** An element; names of elements and attributes are lower case. */
export class ElementNode {
  readonly kind = 'element';
  name: string;
  attributes: Record<string, string>;
  children: TreeNode[] = [];
  parent: ElementNode | undefined;
  /** The last one taken; `Measures` gives it out. */
  measure: Measure | undefined;
  #classWords: readonly string[] | undefined;

  constructor(name: string, attributes: Record<string, string>, parent?: ElementNode) {
    this.name = name;
    this.attributes = attributes;
    this.parent = parent;
  }

  /** The attribute's value without surrounding space; empty when absent. */
  attribute(name: string): string {
    const value = this.attributes[name];
    return value === undefined ? '' : value.trim();
  }

  /** The words of class and id, lower case: `postMeta entry-title` gives post, meta, entry, title. */
  get classWords(): readonly string[] {
    if (this.#classWords === undefined) {
      const { class: names, id } = this.attributes;
      this.#classWords =
        id === undefined ? knownWordsIn(names) : [...knownWordsIn(names), ...wordsIn(nameLike(id))];
    }
    return this.#classWords;
  }
}

const noWords: readonly string[] = [];

/** An id that names a part of a theme; ids made of a heading's words (`choosing-a-menu-for-guests`) name a place to jump to. */
const nameLike = (id: string): string => (/^(?:[^-_]{1,40}[-_]){3}/.test(id) ? '' : id);

/** Themes give the same classes to many elements of many pages. */
const knownWords = new Map<string, readonly string[]>();
const mostKnown = 2_000;
const longestKnown = 200;

function knownWordsIn(names: string | undefined): readonly string[] {
  if (names === undefined) return noWords;
  const known = knownWords.get(names);
  if (known !== undefined) return known;
  const words = wordsIn(names);
  if (knownWords.size >= mostKnown) knownWords.clear();
  if (names.length <= longestKnown) knownWords.set(names, words);
  return words;
}

/** Numbers end words; letters inside numbers are parts of a hash (`sc-9749ad0f` speaks of no ad). */
function wordsIn(names: string): string[] {
  const parted = /[A-Z]/.test(names) ? names.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase() : names;
  return (/\d/.test(parted) ? parted.replace(hash, ' ') : parted)
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1);
}

const hash =
  /(?<![a-z\d])(?:\d+[a-z]+\d[a-z\d]*|[a-z]+\d+[a-z][a-z\d]*|\d[a-f\d]*[a-f]{2,}|(?=[a-f]*\d)[a-f\d]{5,})(?![a-z\d])/g;

export type TreeNode = ElementNode | TextNode;

/** Element children, in order. */
export function childElements(element: ElementNode): ElementNode[] {
  return element.children.filter((child) => child.kind === 'element');
}

/** The element that holds all that its parent shows; undefined when there are several, or text beside it. */
export function soleChild({ children }: ElementNode): ElementNode | undefined {
  let sole: ElementNode | undefined;
  for (const child of children) {
    if (child.kind === 'text') {
      if (/\S/.test(child.text)) return undefined;
    } else if (sole === undefined) sole = child;
    else return undefined;
  }
  return sole;
}

/** The element and every element under it, parents before children. Iterative: depth costs no stack. */
export function elementsIn(root: ElementNode): ElementNode[] {
  const found: ElementNode[] = [];
  const pending: ElementNode[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    found.push(element);
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child?.kind === 'element') pending.push(child);
    }
  }
  return found;
}

/** All text under a node, as written. */
export function rawText(root: TreeNode): string {
  if (root.kind === 'text') return root.text;
  const parts: string[] = [];
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'text') parts.push(node.text);
    else for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at] as TreeNode);
  }
  return parts.join('');
}

/** All text under a node with white space collapsed. */
export function textOf(root: TreeNode): string {
  return collapse(rawText(root));
}

/** Whether the text under an element, white space collapsed, has so many characters; looks at no more than these. */
export function holdsText(root: ElementNode, characters: number): boolean {
  let read = '';
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'element') {
      for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at] as TreeNode);
      continue;
    }
    if (read.endsWith(' ') && !/\S/.test(node.text)) continue;
    for (let start = 0; start < node.text.length; start += characters) {
      read = singleSpaced(read + node.text.slice(start, start + characters)).trimStart();
      if (read.trimEnd().length >= characters) return true;
    }
  }
  return false;
}

/** White space runs (no-break spaces included) become one space, none at the ends. */
export function collapse(text: string): string {
  return singleSpaced(text).trim();
}

/**
 * Drops every element (with all it holds) that `unwanted` says yes to; elements inside dropped ones are not asked.
 * One pass, linear in the size of the tree.
 */
export function dropElements(root: ElementNode, unwanted: (element: ElementNode) => boolean): void {
  const pending: ElementNode[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    let dropped = false;
    for (const child of element.children) {
      if (child.kind !== 'element') continue;
      if (unwanted(child)) {
        child.parent = undefined;
        dropped = true;
      } else pending.push(child);
    }
    if (dropped) element.children = element.children.filter((child) => child.parent !== undefined);
  }
}

/** Puts `nodes` where `old` stands. */
export function replaceNode(old: TreeNode, nodes: TreeNode[]): void {
  const parent = old.parent;
  if (parent === undefined) return;
  for (const node of nodes) node.parent = parent;
  parent.children.splice(parent.children.indexOf(old), 1, ...nodes);
  old.parent = undefined;
}
