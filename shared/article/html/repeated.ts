import type { Measures } from './measure.ts';
import { blockNames } from './names.ts';
import { dropElements, type ElementNode, elementsIn, textOf } from './nodes.ts';

/** Shorter blocks repeat for good reasons: labels, refrains, table cells. */
const shortest = 100;

const comparable = new Set(
  [...blockNames].filter((name) => !['li', 'tr', 'td', 'th', 'tbody', 'pre'].includes(name)),
);

/** Drops blocks whose text stood before: pages carry the same content once for each screen size. */
export function dropRepeated(content: ElementNode, measures: Measures): void {
  const seen = new Set<string>();
  const repeated = new Set<ElementNode>();
  // Parents come first, so a repeated section goes as a whole and its parts aren't compared with themselves.
  const inside = new Set<ElementNode>();
  for (const element of elementsIn(content)) {
    if (element.parent && (repeated.has(element.parent) || inside.has(element.parent))) {
      inside.add(element);
      continue;
    }
    const size = measures.get(element)?.text ?? 0;
    if (element === content || !comparable.has(element.name) || size < shortest) continue;
    if (isWrapper(element, size, measures)) continue;
    const text = textOf(element);
    if (seen.has(text)) repeated.add(element);
    else seen.add(text);
  }
  dropElements(content, (element) => repeated.has(element));
}

/** Whether one child holds all of it, which then is compared instead. */
function isWrapper(element: ElementNode, size: number, measures: Measures): boolean {
  return element.children.some(
    (child) => child.kind === 'element' && (measures.get(child)?.text ?? 0) >= size,
  );
}
