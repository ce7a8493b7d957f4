import { formattingNames, headingNames, paragraphEnders, scopeNames, specialNames } from './names.ts';
import type { ElementNode } from './nodes.ts';

const tableParts: Record<string, ReadonlySet<string>> = {
  td: new Set(['tr', 'table']),
  th: new Set(['tr', 'table']),
  tr: new Set(['tbody', 'thead', 'tfoot', 'table']),
  tbody: new Set(['table']),
  thead: new Set(['table']),
  tfoot: new Set(['table']),
  caption: new Set(['table']),
  colgroup: new Set(['table']),
};

/** The stack of open elements (HTML, 13.2.4.2) with the rules by which tags end them. */
export class OpenElements {
  /** How many `svg` and `math` elements are open. */
  foreign = 0;
  readonly #open: ElementNode[];
  /** How many elements of a name are open, so that nobody looks for those that aren't. */
  readonly #counts = new Map<string, number>();

  /** @param root stays open whatever ends */
  constructor(root: ElementNode) {
    this.#open = [root];
  }

  get current(): ElementNode {
    return this.#open[this.#open.length - 1] as ElementNode;
  }

  get depth(): number {
    return this.#open.length;
  }

  push(element: ElementNode): void {
    this.#open.push(element);
    this.#counts.set(element.name, (this.#counts.get(element.name) ?? 0) + 1);
    if (element.name === 'svg' || element.name === 'math') this.foreign++;
  }

  /** Ends what a start tag of this name implies the end of. */
  implyEnds(name: string): void {
    if (paragraphEnders.has(name)) this.#closeWithin('p', scopeNames, 'button');
    if (headingNames.has(name) && headingNames.has(this.current.name)) this.#closeTo(this.#open.length - 1);
    else if (name === 'li') this.#closeItem(['li']);
    else if (name === 'dd' || name === 'dt') this.#closeItem(['dd', 'dt']);
    else if (name === 'option' || name === 'optgroup') {
      if (this.current.name === 'option') this.#closeTo(this.#open.length - 1);
    } else if (name === 'a') this.#closeLink();
    else if (name === 'button') this.#closeWithin('button', scopeNames);
    else if (Object.hasOwn(tableParts, name)) this.#closeTablePart(tableParts[name] as ReadonlySet<string>);
  }

  /** Ends the element that an end tag of this name means, if one is in scope. */
  end(name: string): void {
    if (headingNames.has(name)) this.#endHeading();
    else if (name === 'p') this.#closeWithin('p', scopeNames, 'button');
    else if (specialNames.has(name)) {
      this.#closeWithin(name, name === 'table' || Object.hasOwn(tableParts, name) ? tableScope : scopeNames);
    } else this.#endInline(name);
  }

  #isOpen(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  #closeWithin(name: string, boundaries: ReadonlySet<string>, alsoBoundary?: string): boolean {
    if (!this.#isOpen(name)) return false;
    for (let at = this.#open.length - 1; at > 0; at--) {
      const open = (this.#open[at] as ElementNode).name;
      if (open === name) {
        this.#closeTo(at);
        return true;
      }
      if (boundaries.has(open) || open === alsoBoundary) return false;
    }
    return false;
  }

  /** An item ends the item before it, unless a list or another block was opened in between. */
  #closeItem(names: string[]): void {
    for (let at = this.#open.length - 1; at > 0; at--) {
      const { name } = this.#open[at] as ElementNode;
      if (names.includes(name)) {
        this.#closeTo(at);
        return;
      }
      if (specialNames.has(name) && name !== 'address' && name !== 'div' && name !== 'p') return;
    }
  }

  /** Links don't nest. */
  #closeLink(): void {
    if (!this.#isOpen('a')) return;
    for (let at = this.#open.length - 1; at > 0; at--) {
      const { name } = this.#open[at] as ElementNode;
      if (name === 'a') {
        this.#closeTo(at);
        return;
      }
      if (specialNames.has(name)) return;
    }
  }

  #closeTablePart(parents: ReadonlySet<string>): void {
    for (let at = this.#open.length - 1; at > 0; at--) {
      const { name } = this.#open[at] as ElementNode;
      if (parents.has(name)) {
        this.#closeTo(at + 1);
        return;
      }
      if (name === 'table') return;
    }
  }

  #closeTo(at: number): void {
    for (let last = this.#open.length - 1; last >= at; last--) this.#closed(this.#open[last] as ElementNode);
    this.#open.length = at;
  }

  #closed({ name }: ElementNode): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) - 1);
    if (name === 'svg' || name === 'math') this.foreign--;
  }

  #endHeading(): void {
    for (let at = this.#open.length - 1; at > 0; at--) {
      const { name } = this.#open[at] as ElementNode;
      if (headingNames.has(name)) {
        this.#closeTo(at);
        return;
      }
      if (scopeNames.has(name)) return;
    }
  }

  #endInline(name: string): void {
    if (!this.#isOpen(name)) return;
    let crossed = false;
    for (let at = this.#open.length - 1; at > 0; at--) {
      const open = (this.#open[at] as ElementNode).name;
      if (open === name) {
        if (!crossed) this.#closeTo(at);
        // Formatting that spans blocks ends here for what follows; the blocks stay open (the adoption agency, simplified).
        else for (const ended of this.#open.splice(at, 1)) this.#closed(ended);
        return;
      }
      if (specialNames.has(open)) {
        if (!formattingNames.has(name) || scopeNames.has(open)) return;
        crossed = true;
      }
    }
  }
}

const tableScope: ReadonlySet<string> = new Set(['body', 'table', 'template']);
