import { type ChildNode, type Document, DomHandler, type Element, isTag, Text } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Elements nested deeper than this are opened into the one that holds them; their text stays. */
export const maxDepth = 100;

/**
 * Parses an HTML fragment into a tree no deeper than `maxDepth`, so that recursive walks are safe.
 * Comments and processing instructions are left out.
 */
export function parseFragment(html: string): Document {
  const handler = new DomHandler();
  let depth = 0;
  const parser = new Parser(
    {
      onparserinit: (instance) => handler.onparserinit(instance),
      onend: () => handler.onend(),
      onerror: (error) => handler.onerror(error),
      ontext: (text) => handler.ontext(text),
      onopentag: (name, attributes) => {
        depth += 1;
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
export function* elementsOf(nodes: ChildNode[]): Generator<Element> {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    yield node;
    yield* elementsOf(node.children);
  }
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
