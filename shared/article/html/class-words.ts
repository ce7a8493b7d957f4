import type { ElementNode } from './nodes.ts';

/** The words of class and id, lower case: `postMeta entry-title` gives post, meta, entry, title. */
export function classWords(element: ElementNode): string[] {
  const { class: names, id } = element.attributes;
  if (names === undefined && id === undefined) return [];
  return `${names ?? ''} ${id ?? ''}`
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
}
