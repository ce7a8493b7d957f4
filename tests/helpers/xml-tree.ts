import { SaxesParser } from 'saxes';

/** An element as a strict, namespace-aware parser sees it. */
export interface XmlElement {
  name: string;
  /** Namespace. */
  uri: string;
  attributes: Record<string, string>;
  /** Text directly inside, in one piece. */
  text: string;
  children: XmlElement[];
}

/** Reads a document strictly; throws at the first fault. */
export function xmlTree(text: string): XmlElement {
  const holder: XmlElement = { name: '', uri: '', attributes: {}, text: '', children: [] };
  const open = [holder];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name, uri, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    const element = { name, uri, attributes: Object.fromEntries(values), text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const add = (chunk: string) => {
    const element = open.at(-1);
    if (element) element.text += chunk;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  const [root] = holder.children;
  if (root === undefined) throw new Error('There is no root element.');
  return root;
}

/** Children of that name. */
export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** The only child of that name; throws when there are none or several. */
export function childOf(element: XmlElement, name: string): XmlElement {
  const [child, second] = childrenOf(element, name);
  if (child === undefined || second !== undefined) {
    throw new Error(`${element.name} holds ${second ? 'several' : 'no'} ${name}`);
  }
  return child;
}

/** Text of the only child of that name. */
export const textOf = (element: XmlElement, name: string): string => childOf(element, name).text;
