import { type ElementNode, elementsIn, replaceNode } from './nodes.ts';

/**
 * Puts streamed parts of a page where they belong. React sends late parts in hidden containers (`S:1`) at the end and
 * moves them by script to the template that stands in their place (`B:1` or `P:1`).
 */
export function placeStreamedParts(body: ElementNode): void {
  const parts: ElementNode[] = [];
  const places = new Map<string, ElementNode>();
  for (const element of elementsIn(body)) {
    const { id } = element.attributes;
    if (id === undefined) continue;
    if (element.name === 'template' && /^[BP]:[0-9a-f]+$/.test(id)) places.set(id.slice(2), element);
    else if (element.attributes.hidden !== undefined && /^S:[0-9a-f]+$/.test(id)) parts.push(element);
  }
  for (const part of parts) {
    delete part.attributes.hidden;
    const place = places.get((part.attributes.id ?? '').slice(2));
    if (place === undefined || holds(part, place)) continue;
    replaceNode(part, []);
    replaceNode(place, [part]);
  }
}

function holds(ancestor: ElementNode, element: ElementNode): boolean {
  for (let at: ElementNode | undefined = element; at !== undefined; at = at.parent)
    if (at === ancestor) return true;
  return false;
}
