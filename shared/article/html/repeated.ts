import { type Fingerprint, fingerprints } from './fingerprints.ts';
import type { Measures } from './measure.ts';
import { blockNames } from './names.ts';
import { dropElements, type ElementNode, elementsIn } from './nodes.ts';

/** Shorter blocks repeat for good reasons: labels, refrains, table cells. */
const shortest = 100;

/** Items, rows and code may repeat. */
const comparable = new Set(
  [...blockNames].filter((name) => !['li', 'tr', 'td', 'th', 'tbody', 'pre'].includes(name)),
);

/**
 * Drops blocks whose text stood before: pages carry the same content once for each screen size.
 * @returns whether there were any
 */
export function dropRepeated(content: ElementNode, measures: Measures): boolean {
  const candidates = elementsIn(content).filter((element) => {
    const size = measures.get(element)?.text ?? 0;
    return (
      element !== content &&
      comparable.has(element.name) &&
      size >= shortest &&
      !isWrapper(element, size, measures)
    );
  });
  const ofSize = new Map<number, number>();
  const sizeOf = (element: ElementNode): number => measures.get(element)?.text ?? 0;
  for (const element of candidates) ofSize.set(sizeOf(element), (ofSize.get(sizeOf(element)) ?? 0) + 1);
  const prints = new Map<ElementNode, Fingerprint>();
  const seen = new Set<string>();
  const repeated = new Set<ElementNode>();
  // Parents come first, so that a repeated section goes as a whole and its parts aren't taken for repeats of themselves.
  for (const element of candidates) {
    if ((ofSize.get(sizeOf(element)) ?? 0) < 2 || isInside(element, repeated)) continue;
    if (!prints.has(element)) fingerprints(element, prints);
    const print = prints.get(element);
    const text = `${sizeOf(element)} ${print?.first} ${print?.second}`;
    if (seen.has(text)) repeated.add(element);
    else seen.add(text);
  }
  if (repeated.size > 0) dropElements(content, (element) => repeated.has(element));
  return repeated.size > 0;
}

function isInside(element: ElementNode, dropped: ReadonlySet<ElementNode>): boolean {
  if (dropped.size === 0) return false;
  for (let at = element.parent; at !== undefined; at = at.parent) if (dropped.has(at)) return true;
  return false;
}

/** Whether one child holds all of it, which then is compared instead. */
function isWrapper(element: ElementNode, size: number, measures: Measures): boolean {
  return element.children.some(
    (child) => child.kind === 'element' && (measures.get(child)?.text ?? 0) >= size,
  );
}
