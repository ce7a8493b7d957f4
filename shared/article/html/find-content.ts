import { measure } from './measure.ts';
import { childElements, type ElementNode } from './nodes.ts';

/** Share of the prose that a child must hold for the search to go on inside it. */
const dominance = 0.75;

/** The smallest element that holds nearly all running prose. */
export function findContent(body: ElementNode): ElementNode {
  const measures = measure(body);
  let current = body;
  for (;;) {
    const prose = measures.get(current)?.prose ?? 0;
    const next = childElements(current).find(
      (child) => (measures.get(child)?.prose ?? 0) >= prose * dominance,
    );
    if (next === undefined || prose === 0 || next.name === 'p') return current;
    current = next;
  }
}
