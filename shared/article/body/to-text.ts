import { type ChildNode, isTag, isText } from 'domhandler';
import { singleBreakingSpaces } from '../clean-characters.ts';
import { textOf } from './parse-fragment.ts';

const lines: ReadonlySet<string> = new Set(['li', 'tr', 'dt', 'dd', 'summary', 'figcaption', 'caption']);
const blocks: ReadonlySet<string> = new Set([
  'p', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'ul', 'ol', 'dl', 'table', 'figure', 'details', 'hr',
]); // biome-ignore format: a list reads better in lines

/** The visible text of a clean body: a blank line between blocks, a line for an item or a row, tabs between cells. */
export function toText(nodes: ChildNode[]): string {
  const writer = new TextWriter();
  writer.nodes(nodes);
  return writer.finish();
}

class TextWriter {
  #text = '';
  /** Whether the text so far ends in white space; looking at its end each time would copy it. */
  #endsInSpace = true;
  /** Line feeds owed before the next text. */
  #breaks = 0;
  /** List items around the present place. */
  #depth = 0;

  nodes(nodes: ChildNode[]): void {
    for (const node of nodes) {
      if (isText(node)) this.#words(node.data);
      else if (isTag(node)) this.#element(node.name, node.children);
    }
  }

  finish(): string {
    return this.#text
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  }

  #element(name: string, children: ChildNode[]): void {
    if (name === 'br') this.#break(1);
    else if (name === 'pre') {
      this.#break(2);
      this.#write(textOf(children));
      this.#break(2);
    } else if (name === 'iframe') return;
    else {
      const isNestedList = (name === 'ul' || name === 'ol') && this.#depth > 0;
      const size = isNestedList || lines.has(name) ? 1 : blocks.has(name) ? 2 : 0;
      this.#break(size);
      if (name === 'li') this.#depth += 1;
      this.nodes(children);
      if (name === 'li') this.#depth -= 1;
      if (name === 'td' || name === 'th') this.#write('\t');
      this.#break(size);
    }
  }

  #break(size: number): void {
    this.#breaks = Math.max(this.#breaks, size);
  }

  /** Text outside of preformatted blocks: white space is one space, and none at all where lines begin. */
  #words(text: string): void {
    const collapsed = singleBreakingSpaces(text);
    const isLineStart = this.#breaks > 0 || this.#endsInSpace;
    this.#write(isLineStart && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed);
  }

  #write(text: string): void {
    if (text === '') return;
    if (this.#breaks > 0 && this.#text !== '') this.#text += '\n'.repeat(this.#breaks);
    this.#breaks = 0;
    this.#text += text;
    this.#endsInSpace = /\s/.test(text.charAt(text.length - 1));
  }
}
