import { type ChildNode, Element, isTag, Text } from 'domhandler';
import { cleanCharacters } from '../clean-characters.ts';
import { attributesOf } from './kept-attributes.ts';
import { type Part, partsOf, preformattedText } from './parts.ts';
import { containerElements, headingElements } from './vocabulary.ts';

/** Lays out what a container holds. */
export interface Layout {
  /** @param text `paragraphs`: text stands in paragraphs; `bare`: only where blocks stand beside it */
  flow(nodes: ChildNode[], text: 'paragraphs' | 'bare'): ChildNode[];
  /** Everything on one line. */
  line(nodes: ChildNode[]): ChildNode[];
}

/**
 * A container in order, or the blocks that stand in its place; `transparent` when its content is to be laid out as if
 * it weren't there; nothing when it is empty.
 */
export type Laid = Element | Element[] | 'transparent' | undefined;

/** Lays out an element that may be a container, by its name of today. */
export function containerOf(name: string, element: Element, layout: Layout): Laid {
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

/** Rows of a table as found, and its caption. */
interface TableParts {
  caption: ChildNode[];
  /** What each row of the head holds. */
  head: Part[][];
  body: Part[][];
}

function tableParts(element: Element): TableParts {
  const found: TableParts = { caption: [], head: [], body: [] };
  const visit = (nodes: ChildNode[], rows: Part[][]): void => {
    for (const part of partsOf(nodes, ['caption', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup', 'col'])) {
      if (part.name === 'caption') for (const node of part.nodes) found.caption.push(node);
      else if (part.name === 'thead') visit(part.nodes, found.head);
      else if (part.name === 'tbody' || part.name === 'tfoot') visit(part.nodes, found.body);
      else if (!part.name?.startsWith('col')) rows.push([...partsOf(part.nodes, ['td', 'th'])]);
    }
  };
  visit(element.children, found.body);
  return found;
}

const cellsIn = (rows: { length: number }[]): number => rows.reduce((sum, { length }) => sum + length, 0);

/**
 * Rows are gathered into head and body; a table of a single cell was layout, and its content stays. That is decided
 * before anything inside is laid out: tables nested as layouts are would be laid out twice at each level otherwise.
 */
function table(element: Element, layout: Layout): Laid {
  const parts = tableParts(element);
  const { caption } = parts;
  if (caption.length === 0 && cellsIn([...parts.head, ...parts.body]) === 1) return 'transparent';
  const rows = (found: Part[][]): Element[] =>
    found.flatMap((cells) => filled(wrapped('tr', undefined, row(cells, layout))));
  const head = rows(parts.head);
  const body = rows(parts.body);
  const [only, ...others] = [...head, ...body];
  const isSingle = only?.children.length === 1 && others.length === 0 && caption.length === 0;
  // Only now that empty rows are gone there is a single cell: what it holds is laid out already.
  if (isSingle) return unwrapped(only.children[0]);
  return wrapped('table', element, [
    ...filled(wrapped('caption', undefined, layout.line(caption))),
    ...filled(wrapped('thead', undefined, head)),
    ...filled(wrapped('tbody', undefined, body)),
  ]);
}

/** Blocks that a cell holds; text that stands bare in it gets a paragraph. */
function unwrapped(cell: ChildNode | undefined): Element[] {
  const nodes = cell && isTag(cell) ? cell.children : [];
  const start = nodes.findIndex((node) => isTag(node) && isBlock(node));
  const text = nodes.slice(0, start === -1 ? undefined : start);
  const blocks = start === -1 ? [] : nodes.slice(start).filter(isTag);
  return [...filled(wrapped('p', undefined, text)), ...blocks];
}

const isBlock = ({ name }: Element): boolean =>
  name === 'p' || headingElements.has(name) || containerElements.has(name);

/** Empty cells hold the place of others; a row of nothing else goes. */
function row(found: Part[], layout: Layout): Element[] {
  const cells = found.map(
    ({ name = 'td', source, nodes: content }) =>
      new Element(name, source ? attributesOf(name, source) : {}, layout.flow(content, 'bare')),
  );
  return cells.some(({ children }) => children.length > 0) ? cells : [];
}
