import { Tokenizer } from 'htmlparser2';
import { RejectedUploadError } from '../../errors.ts';
import { limits } from './limits.ts';
import {
  formattingNames,
  headingNames,
  paragraphEnders,
  scopeNames,
  specialNames,
  voidNames,
} from './names.ts';
import { ElementNode, TextNode } from './nodes.ts';

/** A page as read: what its head says, and its body as a tree. */
export interface PageTree {
  /** Everything that can be shown, under one `body`; scripts, styles and comments are not in it. */
  body: ElementNode;
  /** Attributes of `<html>` and `<body>`. */
  htmlAttributes: Record<string, string>;
  /** Attributes of each `<meta>`, `<link>` and `<base>`, wherever they stood. */
  metas: Record<string, string>[];
  links: Record<string, string>[];
  bases: Record<string, string>[];
  /** Text of the first `<title>`. */
  title: string;
  /** Whether it is a whole page rather than a fragment: it has a head or a body, or furniture such as `<nav>`. */
  isPage: boolean;
  /** Texts of `<script type="application/ld+json">`. */
  jsonLd: string[];
}

/**
 * Reads HTML into a tree by the rules of the HTML standard that matter for articles: implied end tags, scopes, misnested
 * formatting. Linear in the length of the input: elements nested beyond `limits.depth` are left out and what they hold
 * stays, attached to the deepest element kept.
 * @throws RejectedUploadError `html-too-large`, `html-too-complex`
 */
export function readTree(html: string): PageTree {
  if (html.length > limits.characters) {
    throw new RejectedUploadError(
      'html-too-large',
      `The page has ${html.length} characters, more than ${limits.characters}; upload the article without embedded data.`,
    );
  }
  const builder = new TreeBuilder(html);
  const tokenizer = new Tokenizer({}, builder);
  tokenizer.write(html);
  tokenizer.end();
  return builder.page;
}

/** Elements that pages have and fragments of articles don't. */
const furnishing = new Set(['nav', 'header', 'footer', 'aside', 'main', 'form']);
const rawNames = new Set(['script', 'style']);
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

/** Takes the tokenizer's events; offsets are into the page's text. */
class TreeBuilder {
  readonly page: PageTree;
  readonly #html: string;
  readonly #open: ElementNode[];
  /** Elements left out for their depth, by name, whose end tags are still to come. */
  readonly #tooDeep = new Map<string, number>();
  #nodes = 0;
  #foreign = 0;
  #name = '';
  #attributes: Record<string, string> = {};
  #attributeName = '';
  #attributeValue = '';
  /** Text inside `script`, `style` and `title`, which never becomes part of the body. */
  #aside: { name: string; text: string } | undefined;

  constructor(html: string) {
    this.#html = html;
    const body = new ElementNode('body', {});
    this.#open = [body];
    this.page = {
      body,
      htmlAttributes: {},
      metas: [],
      links: [],
      bases: [],
      title: '',
      jsonLd: [],
      isPage: false,
    };
  }

  ontext(start: number, end: number): void {
    this.#text(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#text(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    if (this.#foreign > 0) this.#text(this.#html.slice(start, end - endOffset));
  }

  isInForeignContext(): boolean {
    return this.#foreign > 0;
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = {};
  }

  onattribname(start: number, end: number): void {
    this.#attributeName = this.#html.slice(start, end).toLowerCase();
    this.#attributeValue = '';
  }

  onattribdata(start: number, end: number): void {
    this.#attributeValue += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.#attributeValue += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    // The first of several attributes of one name counts (HTML, 13.2.5.33).
    if (this.#attributeName !== '__proto__' && !Object.hasOwn(this.#attributes, this.#attributeName)) {
      this.#attributes[this.#attributeName] = this.#attributeValue;
    }
  }

  onopentagend(): void {
    this.#start(this.#name, this.#attributes, false);
  }

  onselfclosingtag(): void {
    this.#start(this.#name, this.#attributes, true);
  }

  onclosetag(start: number, end: number): void {
    this.#end(this.#html.slice(start, end).toLowerCase());
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {
    if (this.#aside) this.#end(this.#aside.name);
  }

  get #current(): ElementNode {
    return this.#open[this.#open.length - 1] as ElementNode;
  }

  #text(text: string): void {
    if (this.#aside) {
      this.#aside.text += text;
      return;
    }
    const parent = this.#current;
    const last = parent.children[parent.children.length - 1];
    if (last?.kind === 'text') last.text += text;
    else {
      this.#count();
      parent.children.push(new TextNode(text, parent));
    }
  }

  #count(): void {
    this.#nodes++;
    if (this.#nodes > limits.nodes) {
      throw new RejectedUploadError(
        'html-too-complex',
        `The page has more than ${limits.nodes} elements and texts; upload the article alone.`,
      );
    }
  }

  #start(name: string, attributes: Record<string, string>, selfClosing: boolean): void {
    if (this.#foreign === 0 && this.#headElement(name, attributes)) return;
    if (rawNames.has(name)) {
      if (!selfClosing || this.#foreign === 0) {
        const kept = name === 'script' && /ld\+json/i.test(attributes.type ?? '') ? 'json-ld' : name;
        this.#aside = { name: kept, text: '' };
      }
      return;
    }
    if (this.#foreign === 0) this.#implyEnds(name);
    if (furnishing.has(name)) this.page.isPage = true;
    this.#count();
    const parent = this.#current;
    const element = new ElementNode(name === 'image' ? 'img' : name, attributes, parent);
    if (
      voidNames.has(element.name) ||
      (selfClosing && (this.#foreign > 0 || name === 'svg' || name === 'math'))
    ) {
      parent.children.push(element);
      return;
    }
    if (this.#open.length >= limits.depth) {
      this.#tooDeep.set(name, (this.#tooDeep.get(name) ?? 0) + 1);
      return;
    }
    parent.children.push(element);
    this.#open.push(element);
    if (name === 'svg' || name === 'math') this.#foreign++;
  }

  /** Elements of the head are kept apart wherever they stand. Returns whether `name` was one. */
  #headElement(name: string, attributes: Record<string, string>): boolean {
    if (name === 'meta') this.page.metas.push(attributes);
    else if (name === 'link') this.page.links.push(attributes);
    else if (name === 'base') this.page.bases.push(attributes);
    else if (name === 'title') this.#aside = { name, text: '' };
    else if (name === 'html') this.page.htmlAttributes = { ...attributes, ...this.page.htmlAttributes };
    else if (name === 'body') this.page.body.attributes = { ...attributes, ...this.page.body.attributes };
    else if (name !== 'head') return false;
    this.page.isPage = true;
    // A microdata <meta itemprop> belongs to the item around it; the body needs nothing of it.
    return true;
  }

  #implyEnds(name: string): void {
    if (paragraphEnders.has(name)) this.#closeWithin('p', scopeNames, 'button');
    if (headingNames.has(name) && headingNames.has(this.#current.name)) this.#open.pop();
    else if (name === 'li') this.#closeItem(['li']);
    else if (name === 'dd' || name === 'dt') this.#closeItem(['dd', 'dt']);
    else if (name === 'option' || name === 'optgroup') {
      if (this.#current.name === 'option') this.#open.pop();
    } else if (name === 'a') this.#closeLink();
    else if (name === 'button') this.#closeWithin('button', scopeNames);
    else if (Object.hasOwn(tableParts, name)) this.#closeTablePart(tableParts[name] as ReadonlySet<string>);
  }

  #closeWithin(name: string, boundaries: ReadonlySet<string>, alsoBoundary?: string): boolean {
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
    for (let last = this.#open.length - 1; last >= at; last--) {
      const { name } = this.#open[last] as ElementNode;
      if (name === 'svg' || name === 'math') this.#foreign--;
    }
    this.#open.length = at;
  }

  #end(name: string): void {
    if (this.#aside) {
      const { name: held, text } = this.#aside;
      if (held === 'json-ld') this.page.jsonLd.push(text);
      else if (held === 'title' && this.page.title === '') this.page.title = text;
      this.#aside = undefined;
      return;
    }
    const tooDeep = this.#tooDeep.get(name) ?? 0;
    if (tooDeep > 0) {
      this.#tooDeep.set(name, tooDeep - 1);
      return;
    }
    if (name === 'br') this.#start('br', {}, false);
    else if (headingNames.has(name)) this.#endHeading();
    else if (name === 'p') this.#closeWithin('p', scopeNames, 'button');
    else if (specialNames.has(name)) {
      this.#closeWithin(name, name === 'table' || Object.hasOwn(tableParts, name) ? tableScope : scopeNames);
    } else this.#endInline(name);
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
    let crossed = false;
    for (let at = this.#open.length - 1; at > 0; at--) {
      const open = (this.#open[at] as ElementNode).name;
      if (open === name) {
        if (!crossed) this.#closeTo(at);
        // Formatting that spans blocks ends here for what follows; the blocks stay open (the adoption agency, simplified).
        else this.#open.splice(at, 1);
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
