import { type ChildNode, Element, isTag, isText, Text } from 'domhandler';
import { cleanLine } from '../clean-characters.ts';
import { keptAttributes, mathElements } from './vocabulary.ts';

const tokenElements: ReadonlySet<string> = new Set(['mi', 'mn', 'mo', 'ms', 'mtext']);

/** A formula with MathML's own elements only: text stands in tokens, and no HTML can hide inside. */
export function mathOf(element: Element): Element[] {
  const copy = rebuild(element);
  return copy && copy.children.length > 0 ? [copy] : [];
}

function rebuild(element: Element): Element | undefined {
  if (!mathElements.has(element.name)) return undefined;
  const isToken = tokenElements.has(element.name);
  const children: ChildNode[] = [];
  for (const child of element.children) {
    if (isText(child)) {
      const text = cleanLine(child.data);
      if (isToken && text !== '') children.push(new Text(text));
    } else if (isTag(child) && !isToken && child.name !== 'math') {
      const inner = rebuild(child);
      if (inner) children.push(inner);
    }
  }
  const attributes: Element['attribs'] = {};
  for (const name of keptAttributes[element.name] ?? []) {
    const value = element.attribs[name];
    if (value !== undefined && /^[\w .%+-]*$/.test(value)) attributes[name] = value;
  }
  return new Element(element.name, attributes, children);
}
