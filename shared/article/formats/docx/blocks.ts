import { plainText } from '../plain-text.ts';
import { at, childrenOf, type XmlElement } from '../xml/tree.ts';
import { wordValue } from './package.ts';
import { inlineHtml, type RunContext } from './runs.ts';
import type { Numbering, Numberings, Role, Styles } from './styles.ts';

/** What the blocks of a document need from its other parts. */
export interface BlockContext extends RunContext {
  styles: Styles;
  numberings: Numberings;
  /** Lines above the text that name its authors or its date, which are no part of it. */
  head: { author: string[]; date: string[] };
}

/** Block-level children as HTML: paragraphs, lists, tables. */
export function blocksHtml(nodes: XmlElement['children'], context: BlockContext): string {
  const writer = new BlockWriter(context);
  writer.nodes(nodes);
  return writer.finish();
}

class BlockWriter {
  readonly #context: BlockContext;
  #html = '';
  /** Open lists, outermost first; each has an open item. */
  #lists: Numbering[] = [];

  constructor(context: BlockContext) {
    this.#context = context;
  }

  nodes(nodes: XmlElement['children']): void {
    for (const node of nodes) {
      if (typeof node === 'string') continue;
      if (node.name === 'p') this.#paragraph(node);
      else if (node.name === 'tbl') this.#table(node);
      else if (node.name === 'AlternateContent')
        this.nodes((at(node, 'Choice') ?? at(node, 'Fallback'))?.children ?? []);
      else if (['sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag'].includes(node.name))
        this.nodes(node.children);
    }
  }

  finish(): string {
    this.#closeLists(0);
    // Word has a paragraph for each line of code.
    return this.#html.replaceAll('</pre>\n<pre>', '\n');
  }

  #paragraph(paragraph: XmlElement): void {
    const properties = at(paragraph, 'pPr');
    const inner = inlineHtml(paragraph.children, this.#context);
    const { styles, numberings } = this.#context;
    const role = styles.roleOf(properties);
    const numbering = role === 'paragraph' ? numberings.of(styles.listOf(properties)) : undefined;
    if (numbering && inner.trim() !== '') {
      this.#openItem(numbering);
      this.#html += inner;
      return;
    }
    if (inner.trim() === '') return;
    if (role === 'author' || role === 'date') {
      this.#context.head[role].push(plainText(inner) ?? '');
      return;
    }
    this.#closeLists(0);
    this.#html += `${wrapped(inner, role)}\n`;
  }

  /** Closes deeper lists and the item before, opens lists down to the item's level, and the item. */
  #openItem(numbering: Numbering): void {
    const { level, list, kind } = numbering;
    this.#closeLists(level + 1);
    const current = this.#lists[level];
    if (current && (current.list !== list || current.kind !== kind)) this.#closeLists(level);
    else if (current) this.#html += '</li>\n<li>';
    while (this.#lists.length <= level) {
      this.#html += `<${kind}><li>`;
      this.#lists.push(numbering);
    }
  }

  #closeLists(depth: number): void {
    while (this.#lists.length > depth) this.#html += `</li></${this.#lists.pop()?.kind ?? 'ul'}>\n`;
  }

  #table(table: XmlElement): void {
    this.#closeLists(0);
    const rows = childrenOf(table, 'tr').map((row) => {
      const cell = at(row, 'trPr', 'tblHeader') ? 'th' : 'td';
      return { isHead: cell === 'th', cells: this.#cells(row, cell) };
    });
    const html = (head: boolean): string =>
      rows
        .filter(({ isHead }) => isHead === head)
        .map(({ cells }) => `<tr>${cells}</tr>`)
        .join('');
    this.#html += `<table><thead>${html(true)}</thead><tbody>${html(false)}</tbody></table>\n`;
  }

  /** A cell that goes on from the row above has its text there. */
  #cells(row: XmlElement, name: string): string {
    return childrenOf(row, 'tc')
      .map((cell) => {
        const properties = at(cell, 'tcPr');
        const span = Number(wordValue(properties, 'gridSpan') ?? 1);
        const isContinued =
          at(properties, 'vMerge') !== undefined && wordValue(properties, 'vMerge') !== 'restart';
        const inner = isContinued ? '' : blocksHtml(cell.children, this.#context);
        return `<${name}${span > 1 && span < 100 ? ` colspan="${span}"` : ''}>${inner}</${name}>`;
      })
      .join('');
  }
}

/** Word's first heading level stands below the title, as HTML's second does. */
function wrapped(inner: string, role: Role): string {
  if (typeof role === 'object')
    return `<h${Math.min(6, role.heading + 1)}>${inner}</h${Math.min(6, role.heading + 1)}>`;
  switch (role) {
    case 'title':
      return `<h1>${inner}</h1>`;
    case 'subtitle':
      return `<p class="standfirst">${inner}</p>`;
    case 'quote':
      return `<blockquote><p>${inner}</p></blockquote>`;
    case 'code':
      return `<pre>${inner}</pre>`;
    default:
      return `<p>${inner}</p>`;
  }
}
