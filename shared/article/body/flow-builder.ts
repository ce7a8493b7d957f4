import { type ChildNode, Element, isTag, isText, Text } from 'domhandler';
import { singleBreakingSpaces } from '../clean-characters.ts';

/** What a builder does with text that stands in no block of its own. */
export type TextPlace =
  /** Put into paragraphs. */
  | 'paragraphs'
  /** Left bare when it is the only text or leads the blocks, as in a list item; else in paragraphs. */
  | 'bare'
  /** Everything becomes one line; blocks become spaces. */
  | 'line';

type Attributes = Element['attribs'];
interface Run {
  attributes: Attributes;
  nodes: ChildNode[];
}

/** Lays out what a walk over a tree meets: text and atoms into runs, runs and blocks into a flow. */
export class FlowBuilder {
  readonly #place: TextPlace;
  readonly #flow: (Run | Element)[] = [];
  #run: ChildNode[] = [];
  #attributes: Attributes = {};
  /** Formats open at the end of the run: as the walk knows them, and as copied into the run. */
  #open: { format: Element; copy: Element }[] = [];
  /** Whether a space at this point would be the second one, or lead a line. */
  #spaced = true;

  constructor(place: TextPlace) {
    this.#place = place;
  }

  text(data: string, formats: Element[]): void {
    let text = singleBreakingSpaces(data);
    if (this.#spaced && text.startsWith(' ')) text = text.slice(1);
    if (text === '') return;
    this.#spaced = text.endsWith(' ');
    const siblings = this.#siblings(formats);
    const last = siblings.at(-1);
    if (last && isText(last)) last.data += text;
    else siblings.push(new Text(text));
  }

  /** @param atom an element without text of its own, or a finished one such as a formula */
  atom(atom: Element, formats: Element[]): void {
    const isBreak = atom.name === 'br';
    if (isBreak && this.#place === 'line') {
      this.text(' ', formats);
      return;
    }
    if (isBreak) this.#trimSpace();
    if (isBreak && this.#run.length === 0) return;
    this.#siblings(formats).push(atom);
    this.#spaced = isBreak;
  }

  block(block: Element | undefined): void {
    if (this.#place === 'line') {
      this.text(` ${block ? wordsOf([block]) : ''} `, []);
      return;
    }
    this.breakLine();
    if (block) this.#flow.push(block);
  }

  /** Ends the line; what comes next may carry attributes of the element that ended it. */
  breakLine(attributes: Attributes = {}): void {
    if (this.#place === 'line') {
      this.text(' ', []);
      return;
    }
    this.#endRun();
    this.#attributes = attributes;
  }

  finish(): ChildNode[] {
    this.#endRun();
    const runs = this.#flow.filter((item) => !(item instanceof Element));
    const [first] = this.#flow;
    const isBare =
      this.#place === 'line' || (this.#place === 'bare' && runs.length === 1 && !(first instanceof Element));
    return this.#flow.flatMap((item) => {
      if (item instanceof Element) return [item];
      return isBare ? item.nodes : [new Element('p', item.attributes, item.nodes)];
    });
  }

  #endRun(): void {
    const nodes = trimmed(this.#run);
    if (nodes.length > 0) this.#flow.push({ attributes: this.#attributes, nodes });
    this.#run = [];
    this.#open = [];
    this.#attributes = {};
    this.#spaced = true;
  }

  /** Where the next node under these formats goes; reopens or closes copies of them as needed. */
  #siblings(formats: Element[]): ChildNode[] {
    let shared = 0;
    while (shared < this.#open.length && this.#open[shared]?.format === formats[shared]) shared += 1;
    this.#open.length = shared;
    let siblings: ChildNode[] = this.#open.at(-1)?.copy.children ?? this.#run;
    for (const format of formats.slice(shared)) {
      const copy = new Element(format.name, { ...format.attribs });
      siblings.push(copy);
      this.#open.push({ format, copy });
      siblings = copy.children;
    }
    return siblings;
  }

  #trimSpace(): void {
    const last = this.#open.at(-1)?.copy.children.at(-1) ?? this.#run.at(-1);
    if (last && isText(last)) last.data = last.data.replace(/ $/, '');
  }
}

/** A run without white space and line breaks at its ends, and without formats around nothing. */
function trimmed(nodes: ChildNode[]): ChildNode[] {
  const run = [...nodes];
  trimEdge(run, 'start');
  trimEdge(run, 'end');
  return run;
}

function trimEdge(nodes: ChildNode[], edge: 'start' | 'end'): void {
  while (nodes.length > 0) {
    const node = edge === 'start' ? nodes[0] : nodes.at(-1);
    if (node && isText(node)) {
      node.data = edge === 'start' ? node.data.trimStart() : node.data.trimEnd();
      if (node.data !== '') return;
    } else if (node && isTag(node)) {
      if (node.name !== 'br' && node.name !== 'wbr') {
        if (node.children.length === 0 || node.name === 'math') return;
        trimEdge(node.children, edge);
        if (node.children.length > 0) return;
      }
    }
    if (edge === 'start') nodes.shift();
    else nodes.pop();
  }
}

/** The words of blocks that a line has to hold. */
function wordsOf(nodes: ChildNode[]): string {
  return nodes
    .map((node) => (isText(node) ? node.data : isTag(node) ? ` ${wordsOf(node.children)} ` : ''))
    .join('');
}
