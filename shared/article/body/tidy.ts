import { type ChildNode, Element, isTag, isText, Text } from 'domhandler';
import { cleanCharacters, cleanLine } from '../clean-characters.ts';
import { iframeOrLink } from './embeds.ts';
import { FlowBuilder } from './flow-builder.ts';
import { mathOf } from './math.ts';
import { elementsOf } from './parse-fragment.ts';
import {
  atomicElements,
  breakingElements,
  droppedElements,
  headingElements,
  inlineElements,
  keptAttributes,
  renamedElements,
} from './vocabulary.ts';

/**
 * Rebuilds a tree so that any parser reads it the same way: known elements only, blocks in blocks, text of the body
 * in paragraphs, items in lists, cells in rows; white space collapsed, nothing empty.
 */
export function tidy(nodes: ChildNode[]): ChildNode[] {
  const targets = new Set<string>();
  for (const element of elementsOf(nodes)) {
    const href = element.name === 'a' ? element.attribs.href : undefined;
    if (href?.startsWith('#')) targets.add(href.slice(1));
  }
  return new Tidier(targets).flow(nodes, 'paragraphs');
}

/** Ids are prefixed, so that an article can neither collide with the page around it nor shadow its properties. */
const idPrefix = 'ref-';

class Tidier {
  readonly #targets: ReadonlySet<string>;

  constructor(targets: ReadonlySet<string>) {
    this.#targets = targets;
  }

  /** @param text `paragraphs`: text stands in paragraphs; `bare`: only where blocks stand beside it */
  flow(nodes: ChildNode[], text: 'paragraphs' | 'bare'): ChildNode[] {
    const builder = new FlowBuilder(text);
    this.#walk(nodes, [], builder);
    return builder.finish();
  }

  #walk(nodes: ChildNode[], formats: Element[], builder: FlowBuilder): void {
    for (const node of nodes) {
      if (isText(node)) builder.text(cleanCharacters(node.data), formats);
      else if (isTag(node)) this.#element(node, formats, builder);
    }
  }

  #element(element: Element, formats: Element[], builder: FlowBuilder): void {
    const name = renamedElements[element.name] ?? element.name;
    if (droppedElements.has(name)) return;
    if (atomicElements.has(name)) {
      for (const atom of this.#atoms(name, element)) builder.atom(atom, formats);
    } else if (inlineElements.has(name)) this.#inline(name, element, formats, builder);
    else if (breakingElements.has(name)) {
      builder.breakLine(this.#attributes(name, element));
      this.#walk(element.children, formats, builder);
      builder.breakLine();
    } else if (headingElements.has(name)) {
      builder.block(this.#lineOnly(name, element, formats));
    } else {
      const block = this.#container(name, element);
      if (block === 'transparent') this.#walk(element.children, formats, builder);
      else if (block) builder.block(block);
    }
  }

  #inline(name: string, element: Element, formats: Element[], builder: FlowBuilder): void {
    const attributes = this.#attributes(name, element);
    const isPlain = Object.keys(attributes).length === 0;
    const isPointless = (name === 'span' || name === 'a') && isPlain;
    const isNested = name !== 'span' && formats.some((format) => format.name === name);
    const inner = isPointless || isNested ? formats : [...formats, new Element(name, attributes)];
    this.#walk(element.children, inner, builder);
  }

  #atoms(name: string, element: Element): Element[] {
    if (name === 'iframe') return iframeOrLink(element);
    if (name === 'math') return mathOf(element);
    const attributes = this.#attributes(name, element);
    if (['img', 'audio', 'video'].includes(name) && !attributes.src) return [];
    if (name === 'img') {
      attributes.alt = cleanLine(attributes.alt ?? '');
      for (const side of ['width', 'height']) {
        if (!/^[1-9]\d{0,4}$/.test(attributes[side] ?? '')) delete attributes[side];
      }
    }
    return [new Element(name, attributes)];
  }

  /** A heading: one line, whatever was put into it. */
  #lineOnly(name: string, element: Element, formats: Element[]): Element | undefined {
    const builder = new FlowBuilder('line');
    this.#walk(element.children, formats, builder);
    const line = builder.finish();
    return line.length > 0 ? new Element(name, this.#attributes(name, element), line) : undefined;
  }

  #container(name: string, element: Element): Element | 'transparent' | undefined {
    switch (name) {
      case 'hr':
        return new Element('hr', {});
      case 'pre':
        return this.#preformatted(element);
      case 'ul':
      case 'ol':
        return this.#list(name, element);
      case 'dl':
        return this.#descriptions(element);
      case 'table':
        return this.#table(element);
      case 'blockquote':
        return this.#wrap(name, element, this.flow(element.children, 'paragraphs'));
      case 'figure':
        return this.#captioned(name, 'figcaption', 'last', element);
      case 'details':
        return this.#captioned(name, 'summary', 'first', element);
      default:
        return 'transparent';
    }
  }

  #wrap(name: string, element: Element, children: ChildNode[]): Element | undefined {
    return children.length > 0 ? new Element(name, this.#attributes(name, element), children) : undefined;
  }

  #preformatted(element: Element): Element | undefined {
    const text = cleanCharacters(preformattedText(element.children)).replace(/^\n|\s+$/g, '');
    if (text === '') return undefined;
    const inner = element.children.find((child) => isTag(child) && child.name === 'code');
    const code =
      inner && isTag(inner)
        ? new Element('code', this.#attributes('code', inner), [new Text(text)])
        : undefined;
    return new Element('pre', this.#attributes('pre', element), [code ?? new Text(text)]);
  }

  /** Whatever stands in a list outside its items joins the item before it, or becomes one. */
  #list(name: string, element: Element): Element | undefined {
    const items: { source?: Element; nodes: ChildNode[] }[] = [];
    for (const child of element.children) {
      if (isTag(child) && child.name === 'li') items.push({ source: child, nodes: [...child.children] });
      else if (isText(child) && child.data.trim() === '') continue;
      else {
        if (items.length === 0) items.push({ nodes: [] });
        items.at(-1)?.nodes.push(child);
      }
    }
    const built = items.flatMap(({ source, nodes }) => {
      const content = this.flow(nodes, 'bare');
      return content.length > 0
        ? [new Element('li', source ? this.#attributes('li', source) : {}, content)]
        : [];
    });
    return this.#wrap(name, element, built);
  }

  #descriptions(element: Element): Element | undefined {
    const parts = [...directParts(element, ['dt', 'dd'], ['div'])];
    const built = parts.flatMap(({ name, nodes, source }) => {
      const content = name === 'dt' ? this.#line(nodes) : this.flow(nodes, 'bare');
      return content.length > 0
        ? [new Element(name ?? 'dd', source ? this.#attributes(name ?? 'dd', source) : {}, content)]
        : [];
    });
    return this.#wrap('dl', element, built);
  }

  #line(nodes: ChildNode[]): ChildNode[] {
    const builder = new FlowBuilder('line');
    this.#walk(nodes, [], builder);
    return builder.finish();
  }

  /** A figure or details element: one caption, then (or before it) its content. */
  #captioned(
    name: string,
    captionName: string,
    place: 'first' | 'last',
    element: Element,
  ): Element | undefined {
    const isCaption = (child: ChildNode) => isTag(child) && child.name === captionName;
    const captions = element.children
      .filter(isCaption)
      .flatMap((child) => (isTag(child) ? child.children : []));
    const content = this.flow(
      element.children.filter((child) => !isCaption(child)),
      'bare',
    );
    const line = this.#line(captions);
    if (content.length === 0 && line.length === 0) return undefined;
    const caption = line.length > 0 ? [new Element(captionName, {}, line)] : [];
    return this.#wrap(name, element, place === 'first' ? [...caption, ...content] : [...content, ...caption]);
  }

  /** Rows are gathered into head and body; a table of a single cell was layout, and its content stays. */
  #table(element: Element): Element | 'transparent' | undefined {
    const caption: ChildNode[] = [];
    const head: Element[] = [];
    const body: Element[] = [];
    let cells = 0;
    const visit = (nodes: ChildNode[], rows: Element[]): void => {
      for (const part of directPartsOf(nodes)) {
        if (part.name === 'caption') caption.push(...part.nodes);
        else if (part.name === 'thead') visit(part.nodes, head);
        else if (part.name === 'tbody' || part.name === 'tfoot') visit(part.nodes, body);
        else {
          const row = this.#row(part.nodes);
          cells += row.length;
          if (row.length > 0) rows.push(new Element('tr', {}, row));
        }
      }
    };
    visit(element.children, body);
    if (cells === 1 && caption.length === 0) return 'transparent';
    const captionLine = this.#line(caption);
    return this.#wrap('table', element, [
      ...(captionLine.length > 0 ? [new Element('caption', {}, captionLine)] : []),
      ...(head.length > 0 ? [new Element('thead', {}, head)] : []),
      ...(body.length > 0 ? [new Element('tbody', {}, body)] : []),
    ]);
  }

  #row(nodes: ChildNode[]): Element[] {
    const cells = [...partsOf(nodes, ['td', 'th'], [])].map(
      ({ name, source, nodes: content }) =>
        new Element(
          name ?? 'td',
          source ? this.#attributes(name ?? 'td', source) : {},
          this.flow(content, 'bare'),
        ),
    );
    return cells.some((cell) => cell.children.length > 0) ? cells : [];
  }

  #attributes(name: string, element: Element): Element['attribs'] {
    const kept: Element['attribs'] = {};
    for (const attribute of [...(keptAttributes[name] ?? []), 'lang', 'dir']) {
      const value = element.attribs[attribute];
      if (value !== undefined) kept[attribute] = cleanCharacters(value);
    }
    if (kept.dir !== undefined && !/^(ltr|rtl|auto)$/i.test(kept.dir)) delete kept.dir;
    if (kept.lang !== undefined && !/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(kept.lang)) delete kept.lang;
    if (name === 'code' && !/^language-[\w+#.-]{1,40}$/.test(kept.class ?? '')) delete kept.class;
    if (kept.href?.startsWith('#')) kept.href = `#${prefixed(kept.href.slice(1))}`;
    const id = this.#id(element);
    if (id !== undefined) kept.id = id;
    return kept;
  }

  #id(element: Element): string | undefined {
    const id = element.attribs.id ?? (element.name === 'a' ? element.attribs.name : undefined);
    return id !== undefined && this.#targets.has(id) && /^\S+$/.test(id) ? prefixed(id) : undefined;
  }
}

const prefixed = (id: string): string => (id.startsWith(idPrefix) ? id : idPrefix + cleanCharacters(id));

/** Text with its line breaks: `br` and blocks end lines. */
function preformattedText(nodes: ChildNode[]): string {
  let text = '';
  for (const node of nodes) {
    if (isText(node)) text += node.data;
    else if (isTag(node) && node.name === 'br') text += '\n';
    else if (isTag(node) && !droppedElements.has(node.name)) {
      const inner = preformattedText(node.children);
      text += breakingElements.has(node.name) && text !== '' && !text.endsWith('\n') ? `\n${inner}` : inner;
    }
  }
  return text;
}

interface Part {
  /** Element it came from; absent for strays. */
  source?: Element;
  name?: string;
  nodes: ChildNode[];
}

/** Children of the wanted names; neighbouring strays make one part without a name; `through` elements are looked into. */
function* partsOf(nodes: ChildNode[], wanted: string[], through: string[]): Generator<Part> {
  let strays: ChildNode[] = [];
  for (const node of nodes) {
    const name = isTag(node) ? node.name : undefined;
    const isPart = name !== undefined && (wanted.includes(name) || through.includes(name));
    if (!isPart) {
      if (!isText(node) || node.data.trim() !== '') strays.push(node);
      continue;
    }
    if (strays.length > 0) yield { nodes: strays };
    strays = [];
    if (isTag(node)) {
      if (wanted.includes(node.name)) yield { source: node, name: node.name, nodes: node.children };
      else yield* partsOf(node.children, wanted, through);
    }
  }
  if (strays.length > 0) yield { nodes: strays };
}

const directParts = (element: Element, wanted: string[], through: string[]): Generator<Part> =>
  partsOf(element.children, wanted, through);

const tableParts = ['caption', 'thead', 'tbody', 'tfoot', 'tr'];
const directPartsOf = (nodes: ChildNode[]): Part[] => [
  ...partsOf(
    nodes.filter((node) => !isTag(node) || !['colgroup', 'col'].includes(node.name)),
    tableParts,
    [],
  ),
];
