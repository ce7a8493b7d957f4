import { RejectedUploadError } from '../../errors.ts';
import { limits } from './limits.ts';
import { voidNames } from './names.ts';
import { ElementNode, TextNode } from './nodes.ts';
import { OpenElements } from './open-elements.ts';
import type { PageTree } from './tree.ts';

/** Elements that pages have and fragments of articles don't. */
const furnishing = new Set(['nav', 'header', 'footer', 'aside', 'main', 'form']);
const rawNames = new Set(['script', 'style']);
/** Takes the tokenizer's events; offsets are into the page's text. */
export class TreeBuilder {
  readonly page: PageTree;
  readonly #html: string;
  readonly #open: OpenElements;
  /** Elements left out for their depth, by name, whose end tags are still to come. */
  readonly #tooDeep = new Map<string, number>();
  #nodes = 0;
  #tags = 0;
  #name = '';
  #attributes: Record<string, string> = {};
  #attributeName = '';
  #attributeValue = '';
  /** Text inside `script`, `style` and `title`, which never becomes part of the body. */
  #aside: { name: string; text: string } | undefined;

  constructor(html: string) {
    this.#html = html;
    const body = new ElementNode('body', {});
    this.#open = new OpenElements(body);
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
    if (this.#open.foreign > 0) this.#text(this.#html.slice(start, end - endOffset));
  }

  isInForeignContext(): boolean {
    return this.#open.foreign > 0;
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

  #text(text: string): void {
    if (this.#aside) {
      this.#aside.text += text;
      return;
    }
    const parent = this.#open.current;
    const last = parent.children[parent.children.length - 1];
    if (last?.kind === 'text') last.text += text;
    else {
      this.#count();
      parent.children.push(new TextNode(text, parent));
    }
  }

  #count(): void {
    this.#nodes++;
    if (this.#nodes > limits.nodes) throw tooComplex(limits.nodes, 'elements and texts');
  }

  #countTag(): void {
    this.#tags++;
    if (this.#tags > limits.tags) throw tooComplex(limits.tags, 'tags');
  }

  #start(name: string, attributes: Record<string, string>, selfClosing: boolean): void {
    this.#countTag();
    if (this.#open.foreign === 0 && this.#headElement(name, attributes)) return;
    if (rawNames.has(name)) {
      if (!selfClosing || this.#open.foreign === 0) {
        const kept = name === 'script' && /ld\+json/i.test(attributes.type ?? '') ? 'json-ld' : name;
        this.#aside = { name: kept, text: '' };
      }
      return;
    }
    if (this.#open.foreign === 0) this.#open.implyEnds(name);
    if (furnishing.has(name)) this.page.isPage = true;
    this.#count();
    const parent = this.#open.current;
    const element = new ElementNode(name === 'image' ? 'img' : name, attributes, parent);
    if (
      voidNames.has(element.name) ||
      (selfClosing && (this.#open.foreign > 0 || name === 'svg' || name === 'math'))
    ) {
      parent.children.push(element);
      return;
    }
    if (this.#open.depth >= limits.depth) {
      this.#tooDeep.set(name, (this.#tooDeep.get(name) ?? 0) + 1);
      return;
    }
    parent.children.push(element);
    this.#open.push(element);
  }

  /** Elements of the head are kept apart wherever they stand. Returns whether `name` was one. */
  #headElement(name: string, attributes: Record<string, string>): boolean {
    if (name === 'meta') this.page.metas.push(attributes);
    else if (name === 'link') this.page.links.push(attributes);
    else if (name === 'base') this.page.bases.push(attributes);
    else if (name === 'title') this.#aside = { name, text: '' };
    else if (name === 'html') addMissing(this.page.htmlAttributes, attributes);
    else if (name === 'body') addMissing(this.page.body.attributes, attributes);
    else if (name !== 'head') return false;
    this.page.isPage = true;
    // A microdata <meta itemprop> belongs to the item around it; the body needs nothing of it.
    return true;
  }

  #end(name: string): void {
    this.#countTag();
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
    else this.#open.end(name);
  }
}

/** A page that states its root or body again only adds to it (HTML, 13.2.6.4.7). */
function addMissing(known: Record<string, string>, more: Record<string, string>): void {
  for (const name in more) {
    if (!Object.hasOwn(known, name)) known[name] = more[name] as string;
  }
}

const tooComplex = (most: number, what: string): RejectedUploadError =>
  new RejectedUploadError(
    'html-too-complex',
    `The page has more than ${most} ${what}; upload the article alone.`,
  );
