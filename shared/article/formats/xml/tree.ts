import { decodeHTML } from 'entities';
import { SaxesParser } from 'saxes';
import { RejectedUploadError } from '../../../errors.ts';
import { escapeHtml } from '../../text/escape-text.ts';

/** An element; names are without prefix, the namespace tells what they mean. */
export interface XmlElement {
  name: string;
  /** Namespace URI; empty for none. */
  namespace: string;
  /** By name as written, prefix included. */
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
}

/** Bounds on what one document may ask of the machine; real ones stay far below. */
const limits = { depth: 200, nodes: 1_000_000 } as const;

/**
 * Parses XML without ever looking outside the document: a DTD is skipped, entities it defines are unknown, so that
 * nothing is fetched and nothing multiplies. HTML's named characters, which feeds use undeclared, are understood.
 * @throws RejectedUploadError `xml-broken` with the line, `xml-too-complex`
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', namespace: '', attributes: new Map(), children: [] };
  const stack: XmlElement[] = [root];
  let nodes = 0;
  const add = (child: XmlElement | string): void => {
    nodes += 1;
    if (nodes > limits.nodes || stack.length > limits.depth) throw tooComplex();
    stack.at(-1)?.children.push(child);
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag) => {
    const attributes = new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value]));
    const element = { name: tag.local, namespace: tag.uri, attributes, children: [] };
    add(element);
    stack.push(element);
  });
  parser.on('closetag', () => stack.pop());
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('error', (error) => {
    throw broken(error);
  });
  parser.write(withKnownEntities(text)).close();
  const element = root.children.find((child) => typeof child !== 'string');
  if (!element) throw broken(new Error('no element'));
  return element;
}

const predefined = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

const cdata = { start: '<![CDATA[', end: ']]>' } as const;

/** Named characters of HTML as numbers, and ampersands that begin no reference as references; CDATA as it is. */
function withKnownEntities(text: string): string {
  const parts: string[] = [];
  for (let position = 0; position < text.length; ) {
    const start = text.indexOf(cdata.start, position);
    const end = start < 0 ? -1 : text.indexOf(cdata.end, start);
    // CDATA that never ends is an error, which the parser reports.
    if (end < 0) return parts.join('') + referencesKnown(text.slice(position));
    parts.push(referencesKnown(text.slice(position, start)), text.slice(start, end + cdata.end.length));
    position = end + cdata.end.length;
  }
  return parts.join('');
}

function referencesKnown(text: string): string {
  return text.replace(/&(?:([A-Za-z][A-Za-z0-9]{0,30});|(?!#))/g, (reference, name?: string) => {
    if (name === undefined) return '&amp;';
    if (predefined.has(name)) return reference;
    const character = decodeHTML(reference);
    // What HTML doesn't know either may be defined in the document: it stays unexpanded.
    if (character === reference) return `&amp;${name};`;
    return [...character].map((part) => `&#${part.codePointAt(0)};`).join('');
  });
}

function broken(cause: Error): RejectedUploadError {
  return new RejectedUploadError(
    'xml-broken',
    `The file is not well-formed XML: ${cause.message.slice(0, 200)}. Mend it and upload again.`,
    { cause },
  );
}

function tooComplex(): RejectedUploadError {
  return new RejectedUploadError(
    'xml-too-complex',
    'The file has more elements, or more of them inside each other, than any article or feed needs.',
  );
}

/** Child elements of a name, in any namespace unless one is given. */
export function childrenOf(element: XmlElement | undefined, name: string, namespace?: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (child): child is XmlElement =>
      typeof child !== 'string' &&
      child.name === name &&
      (namespace === undefined || child.namespace === namespace),
  );
}

/** The element at the end of a path of names; the first of each. */
export function at(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let current = element;
  for (const name of path) current = childrenOf(current, name)[0];
  return current;
}

/** Every element of a name below one, in document order. */
export function descendantsOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...descendantsOf(child, name)],
  );
}

/** All text below an element, as it stands. */
export function contentOf(element: XmlElement | undefined): string {
  return (element?.children ?? [])
    .map((child) => (typeof child === 'string' ? child : contentOf(child)))
    .join('');
}

/** The text of an element on one line; absent when there is none. */
export function lineOf(element: XmlElement | undefined): string | undefined {
  return contentOf(element).replace(/\s+/g, ' ').trim() || undefined;
}

/** What an element holds as HTML, element by element; a rename to nothing leaves out the tags. */
export function htmlOf(
  nodes: XmlElement['children'],
  rename: (element: XmlElement) => string | undefined,
): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return escapeHtml(node);
      const name = rename(node);
      const inner = htmlOf(node.children, rename);
      if (name === undefined) return inner;
      if (name === 'br' || name === 'hr' || name === 'img') return `<${name}${attributesHtml(node)}>`;
      return `<${name}${attributesHtml(node)}>${inner}</${name}>`;
    })
    .join('');
}

function attributesHtml(element: XmlElement): string {
  return [...element.attributes]
    .filter(([name]) => /^[a-z][a-z-]*$/i.test(name))
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');
}
