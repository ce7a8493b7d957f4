import { SaxesParser } from 'saxes';
import type { Findings } from './findings.ts';

/** An element of a feed, with where it begins. */
export interface FeedElement {
  /** Without prefix. */
  name: string;
  /** Namespace URI; empty for none. */
  namespace: string;
  /** By name as written, prefix included. */
  attributes: ReadonlyMap<string, string>;
  children: FeedElement[];
  /** Text directly in it, CDATA included. */
  text: string;
  line: number;
}

/** Reads XML strictly; undefined, and errors among the findings, when it is not well-formed. */
export function readXml(text: string, findings: Findings): FeedElement | undefined {
  const root: FeedElement = {
    name: '',
    namespace: '',
    attributes: new Map(),
    children: [],
    text: '',
    line: 1,
  };
  const stack = [root];
  const parser = new SaxesParser({ xmlns: true });
  let line = 1;
  let isBroken = false;
  parser.on('error', (error) => {
    const [, at = '1', column = '1', message = error.message] =
      /^(\d+):(\d+): (.*)/s.exec(error.message) ?? [];
    // Everything after the first fault may be its consequence.
    if (!isBroken) {
      findings.error('xml-well-formed', `It is not well-formed XML: ${message.replace(/\.$/, '')}.`, {
        line: Number(at),
        column: Number(column),
      });
    }
    isBroken = true;
  });
  parser.on('opentagstart', () => {
    line = parser.line;
  });
  parser.on('opentag', (tag) => {
    const attributes = new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value]));
    const element = { name: tag.local, namespace: tag.uri, attributes, children: [], text: '', line };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  parser.on('closetag', () => stack.pop());
  const addText = (chunk: string): void => {
    const element = stack.at(-1);
    if (element) element.text += chunk;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  return isBroken ? undefined : root.children[0];
}

/** Child elements of a name; in the namespace of the parent, unless another is given. */
export const childrenNamed = (
  { children, namespace }: FeedElement,
  name: string,
  wanted = namespace,
): FeedElement[] => children.filter((child) => child.name === name && child.namespace === wanted);

/** All text in an element and below it, trimmed. */
export function textOf(element: FeedElement | undefined): string {
  if (!element) return '';
  return (element.text + element.children.map(textOf).join('')).trim();
}

export const atomNamespace = 'http://www.w3.org/2005/Atom';
export const contentNamespace = 'http://purl.org/rss/1.0/modules/content/';
