import { limits } from './limits.ts';
import type { ElementNode } from './nodes.ts';
import { Replacements } from './replacements.ts';

/**
 * Puts streamed parts of a page where they belong. React sends late parts in hidden containers (`S:1`) at the end and
 * moves them by script to the template that stands in their place (`B:1` or `P:1`).
 * @param elements of the page
 * @returns whether any was moved
 */
export function placeStreamedParts(elements: readonly ElementNode[]): boolean {
  const parts: ElementNode[] = [];
  const places = new Map<string, ElementNode>();
  for (const element of elements) {
    const { id } = element.attributes;
    if (id === undefined) continue;
    if (element.name === 'template' && /^[BP]:[0-9a-f]+$/.test(id)) places.set(id.slice(2), element);
    else if (element.attributes.hidden !== undefined && /^S:[0-9a-f]+$/.test(id)) parts.push(element);
  }
  const moves = new Replacements();
  for (const part of parts) {
    delete part.attributes.hidden;
    const id = (part.attributes.id ?? '').slice(2);
    const place = places.get(id);
    if (place === undefined || !canTake(place, part)) continue;
    places.delete(id);
    moves.replace(part, []);
    moves.replace(place, [part]);
  }
  return moves.carryOut() > 0;
}

/** Not a place inside the part itself, nor one that is too deep already for parts that hold each other's places. */
function canTake(place: ElementNode, part: ElementNode): boolean {
  let steps = 0;
  for (let at: ElementNode | undefined = place; at !== undefined; at = at.parent) {
    steps += 1;
    if (at === part || steps > limits.depth) return false;
  }
  return true;
}
