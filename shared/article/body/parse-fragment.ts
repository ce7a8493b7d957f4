import { type ChildNode, type Document, DomHandler, type Element, isTag, Text } from 'domhandler';
import { Parser } from 'htmlparser2';
import { RejectedUploadError } from '../../errors.ts';
import { bodyLimits, tooManyElements } from './limits.ts';

/** Elements nested deeper than this are opened into the one that holds them; their text stays. */
export const maxDepth = 100;

/** Documents nested deeper than this are none that people wrote, and cost the parser more with each level. */
const deepest = 5000;

const tooDeep = (): RejectedUploadError =>
  new RejectedUploadError(
    'nesting-too-deep',
    `The document has more than ${deepest} elements inside each other. Save it again from the program it was written in.`,
  );

/**
 * Parses an HTML fragment into a tree no deeper than `maxDepth`, so that recursive walks are safe.
 * Comments and processing instructions are left out.
 * @throws RejectedUploadError `nesting-too-deep`, `article-too-large`
 */
export function parseFragment(html: string): Document {
  const handler = new DomHandler();
  let depth = 0;
  let elements = 0;
  const parser = new Parser(
    {
      onparserinit: (instance) => handler.onparserinit(instance),
      onend: () => handler.onend(),
      onerror: (error) => handler.onerror(error),
      ontext: (text) => handler.ontext(text),
      onopentag: (name, attributes) => {
        depth += 1;
        elements += 1;
        if (elements > bodyLimits.elements) throw tooManyElements();
        if (depth > deepest) throw tooDeep();
        if (depth <= maxDepth) handler.onopentag(name, attributes);
      },
      onclosetag: () => {
        if (depth <= maxDepth) handler.onclosetag();
        depth -= 1;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return handler.root;
}

/** Every element of a tree, in document order. */
export function elementsOf(nodes: ChildNode[]): Element[] {
  const elements: Element[] = [];
  const visit = (level: ChildNode[]): void => {
    for (const node of level) {
      if (!isTag(node)) continue;
      elements.push(node);
      visit(node.children);
    }
  };
  visit(nodes);
  return elements;
}

/** The text in a tree, as it stands. */
export function textOf(nodes: ChildNode[]): string {
  let text = '';
  for (const node of nodes) {
    if (node instanceof Text) text += node.data;
    else if (isTag(node)) text += textOf(node.children);
  }
  return text;
}
