import { measure } from './measure.ts';
import { childElements, type ElementNode, elementsIn } from './nodes.ts';

/** Share of the prose that a child must hold for the search to go on inside it. */
const dominance = 0.75;

/** The smallest element that holds nearly all running prose. */
export function findContent(body: ElementNode): ElementNode {
  const measures = measure(body);
  const all = measures.get(body)?.prose ?? 0;
  let current = body;
  // A page says where its content is; believed unless little prose is there.
  const mains = elementsIn(body).filter(
    (element) => element.name === 'main' || element.attributes.role === 'main',
  );
  const main = mains.length === 1 ? mains[0] : undefined;
  if (main && (measures.get(main)?.prose ?? 0) >= all * 0.2) current = main;
  for (;;) {
    const prose = measures.get(current)?.prose ?? 0;
    const next = childElements(current).find(
      (child) => (measures.get(child)?.prose ?? 0) >= prose * dominance,
    );
    if (next === undefined || prose === 0 || next.name === 'p') return current;
    current = next;
  }
}

/**
 * The smallest element that also holds the title, if it is near: leads and parts of the text stand beside the main
 * stretch, under the same roof as the title.
 */
export function widen(content: ElementNode, heading: ElementNode | undefined): ElementNode {
  const around = new Set<ElementNode>();
  for (let at = heading; at !== undefined; at = at.parent) around.add(at);
  for (let at: ElementNode | undefined = content; at !== undefined; at = at.parent) {
    if (around.has(at)) return at;
    if (at.name === 'article' || at.name === 'main' || at.name === 'body') return at;
  }
  return content;
}
