import { SaxesParser } from 'saxes';
import { malformedXml } from './errors.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** What may stand in an element: text, or elements by name; an array repeats the element; undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlObject | readonly XmlValue[];
export interface XmlObject {
  readonly [name: string]: XmlValue;
}

/** An XML document of the S3 API. @param rootName `ListBucketResult` and the like */
export function renderXml(rootName: string, content: XmlObject | string, useNamespace = true): string {
  const attributes = useNamespace ? ` xmlns="${namespace}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${rootName}${attributes}>${renderContent(content)}</${rootName}>`;
}

function renderContent(value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escapeXml(String(value));
  let out = '';
  for (const [name, child] of Object.entries(value)) {
    for (const item of Array.isArray(child) ? child : [child]) {
      if (item !== undefined) out += `<${name}>${renderContent(item)}</${name}>`;
    }
  }
  return out;
}

/** As S3 does, control characters become character references even where XML 1.0 forbids them: encoding-type=url avoids it. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f\u007f]/g, (character) => {
    const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[character];
    return named ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}

/** An element of a request body: its own text and its child elements, namespaces left out. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

/**
 * Reads a request's XML strictly; entities other than XML's five are refused, so nothing can be expanded.
 * @throws S3Error `MalformedXML` when it is not well-formed or its root is another element.
 */
export function parseXml(source: string, rootName: string): XmlElement {
  const root: XmlElement = { name: '', text: '', children: [] };
  const open: XmlElement[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    const element: XmlElement = { name: tag.name.replace(/^.*:/, ''), text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const addText = (text: string) => {
    const current = open.at(-1);
    if (current) current.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    throw error;
  });
  try {
    parser.write(source).close();
  } catch (cause) {
    throw malformedXml('it is not well-formed.', cause);
  }
  const [document] = root.children;
  if (document?.name !== rootName) throw malformedXml(`a ${rootName} element is expected.`);
  return document;
}

export const childrenNamed = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** Text of the first child of that name, as it stands; undefined when there is none. */
export const childText = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;

/** Text of a child that has to be there. @throws S3Error `MalformedXML` */
export function requiredText(element: XmlElement, name: string): string {
  const text = childText(element, name);
  if (text === undefined) throw malformedXml(`${element.name} lacks ${name}.`);
  return text;
}
