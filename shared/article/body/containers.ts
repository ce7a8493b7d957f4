import { type ChildNode, Element, isTag, Text } from 'domhandler';
import { cleanCharacters } from '../clean-characters.ts';
import { attributesOf } from './kept-attributes.ts';
import { type Part, partsOf, preformattedText } from './parts.ts';

/** Lays out what a container holds. */
export interface Layout {
  /** @param text `paragraphs`: text stands in paragraphs; `bare`: only where blocks stand beside it */
  flow(nodes: ChildNode[], text: 'paragraphs' | 'bare'): ChildNode[];
  /** Everything on one line. */
  line(nodes: ChildNode[]): ChildNode[];
}

/** A container in order, `transparent` when its content is to stand without it, nothing when it is empty. */
export function containerOf(
  name: string,
  element: Element,
  layout: Layout,
): Element | 'transparent' | undefined {
  switch (name) {
    case 'hr':
      return new Element('hr', {});
    case 'pre':
      return preformatted(element);
    case 'ul':
    case 'ol':
      return list(name, element, layout);
    case 'dl':
      return descriptions(element, layout);
    case 'table':
      return table(element, layout);
    case 'blockquote':
      return wrapped(name, element, layout.flow(element.children, 'paragraphs'));
    case 'figure':
      return captioned(name, 'figcaption', 'last', element, layout);
    case 'details':
      return captioned(name, 'summary', 'first', element, layout);
    default:
      return 'transparent';
  }
}

function wrapped(name: string, source: Element | undefined, children: ChildNode[]): Element | undefined {
  return children.length > 0
    ? new Element(name, source ? attributesOf(name, source) : {}, children)
    : undefined;
}

function filled(element: Element | undefined): Element[] {
  return element ? [element] : [];
}

/** A line feed at the start would be taken for the tag's own (WHATWG HTML, 13.2.6.4.7). */
function preformatted(element: Element): Element | undefined {
  const text = cleanCharacters(preformattedText(element.children)).replace(/^\n+/, '').trimEnd();
  if (text === '') return undefined;
  const code = element.children.filter(isTag).find((child) => child.name === 'code');
  const inner = code ? new Element('code', attributesOf('code', code), [new Text(text)]) : new Text(text);
  return new Element('pre', attributesOf('pre', element), [inner]);
}

/** Whatever stands in a list outside its items joins the item before it, or becomes one. */
function list(name: string, element: Element, layout: Layout): Element | undefined {
  const items: Part[] = [];
  for (const part of partsOf(element.children, ['li'])) {
    const last = items.at(-1);
    if (part.name === undefined && last) last.nodes = [...last.nodes, ...part.nodes];
    else items.push({ ...part });
  }
  const built = items.flatMap(({ source, nodes }) =>
    filled(wrapped('li', source, layout.flow(nodes, 'bare'))),
  );
  return wrapped(name, element, built);
}

function descriptions(element: Element, layout: Layout): Element | undefined {
  const built = [...partsOf(element.children, ['dt', 'dd'], ['div'])].flatMap(
    ({ name = 'dd', nodes, source }) =>
      filled(wrapped(name, source, name === 'dt' ? layout.line(nodes) : layout.flow(nodes, 'bare'))),
  );
  return wrapped('dl', element, built);
}

/** A figure or details element: its content and one caption. */
function captioned(
  name: string,
  captionName: string,
  place: 'first' | 'last',
  element: Element,
  layout: Layout,
): Element | undefined {
  const parts = [...partsOf(element.children, [captionName])];
  const nodesOf = (isCaption: boolean): ChildNode[] =>
    parts.filter((part) => (part.name !== undefined) === isCaption).flatMap(({ nodes }) => nodes);
  const content = layout.flow(nodesOf(false), 'bare');
  const caption = filled(wrapped(captionName, undefined, layout.line(nodesOf(true))));
  return wrapped(name, element, place === 'first' ? [...caption, ...content] : [...content, ...caption]);
}

/** Rows are gathered into head and body; a table of a single cell was layout, and its content stays. */
function table(element: Element, layout: Layout): Element | 'transparent' | undefined {
  const caption: ChildNode[] = [];
  const head: Element[] = [];
  const body: Element[] = [];
  const visit = (nodes: ChildNode[], rows: Element[]): void => {
    for (const part of partsOf(nodes, ['caption', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup', 'col'])) {
      if (part.name === 'caption') for (const node of part.nodes) caption.push(node);
      else if (part.name === 'thead') visit(part.nodes, head);
      else if (part.name === 'tbody' || part.name === 'tfoot') visit(part.nodes, body);
      else if (!part.name?.startsWith('col'))
        rows.push(...filled(wrapped('tr', undefined, row(part.nodes, layout))));
    }
  };
  visit(element.children, body);
  const cells = [...head, ...body].reduce((sum, { children }) => sum + children.length, 0);
  if (cells === 1 && caption.length === 0) return 'transparent';
  return wrapped('table', element, [
    ...filled(wrapped('caption', undefined, layout.line(caption))),
    ...filled(wrapped('thead', undefined, head)),
    ...filled(wrapped('tbody', undefined, body)),
  ]);
}

/** Empty cells hold the place of others; a row of nothing else goes. */
function row(nodes: ChildNode[], layout: Layout): Element[] {
  const cells = [...partsOf(nodes, ['td', 'th'])].map(
    ({ name = 'td', source, nodes: content }) =>
      new Element(name, source ? attributesOf(name, source) : {}, layout.flow(content, 'bare')),
  );
  return cells.some(({ children }) => children.length > 0) ? cells : [];
}
