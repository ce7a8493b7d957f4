import { type ChildNode, type Element, isTag } from 'domhandler';
import { cleanCharacters } from '../clean-characters.ts';
import { elementsOf } from './parse-fragment.ts';

/** Ids are prefixed, so that an article can neither collide with the page around it nor shadow its properties. */
const idPrefix = 'ref-';

export const prefixedId = (id: string): string => {
  const clean = cleanCharacters(id);
  return clean.startsWith(idPrefix) ? clean : idPrefix + clean;
};

/**
 * Keeps links within the body (footnotes) whose target is there, and ids that such a link names, in place; the
 * others go: they lead nowhere, or nothing leads to them.
 */
export function keepLocalLinks(nodes: ChildNode[]): ChildNode[] {
  let current = nodes;
  // Taking a link out may leave an id without one, and an anchor without an id may leave a link without a target.
  for (let pass = 0; pass < 4; pass += 1) {
    let hasChanged = false;
    const ids = new Set<string>();
    const named = new Set<string>();
    for (const { name, attribs } of elementsOf(current)) {
      if (attribs.id !== undefined) ids.add(attribs.id);
      if (name === 'a' && attribs.href?.startsWith('#')) named.add(attribs.href.slice(1));
    }
    const seen = new Set<string>();
    for (const { attribs } of elementsOf(current)) {
      if (attribs.href?.startsWith('#') && !ids.has(attribs.href.slice(1))) {
        delete attribs.href;
        hasChanged = true;
      }
      if (attribs.id === undefined) continue;
      if (named.has(attribs.id) && !seen.has(attribs.id)) seen.add(attribs.id);
      else {
        delete attribs.id;
        hasChanged = true;
      }
    }
    if (!hasChanged) break;
    current = unwrapped(current);
  }
  return current;
}

/** Without links and spans that say nothing any more; what they hold stays. */
function unwrapped(nodes: ChildNode[]): ChildNode[] {
  return nodes.flatMap((node) => {
    if (!isTag(node)) return [node];
    node.children = unwrapped(node.children);
    return saysNothing(node.name, node.attribs) ? node.children : [node];
  });
}

/** A link that leads nowhere and that nothing leads to; a span without attributes. */
export function saysNothing(name: string, attributes: Element['attribs']): boolean {
  if (name === 'a') return attributes.href === undefined && attributes.id === undefined;
  return name === 'span' && Object.keys(attributes).length === 0;
}
