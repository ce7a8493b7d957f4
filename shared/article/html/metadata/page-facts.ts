import { collapse } from '../nodes.ts';
import type { PageTree } from '../tree.ts';
import { type LinkedData, readLinkedData } from './json-ld.ts';

/** A page as the readers of its metadata see it. */
export interface PageFacts {
  tree: PageTree;
  linked: LinkedData;
  /** Values of `<meta>` by name, property or itemprop (lower case), in order, never empty. */
  meta: Map<string, string[]>;
}

export function factsOf(tree: PageTree): PageFacts {
  const meta = new Map<string, string[]>();
  for (const attributes of tree.metas) {
    const content = collapse(attributes.content ?? '');
    if (content === '') continue;
    for (const key of ['name', 'property', 'itemprop', 'http-equiv']) {
      const name = attributes[key]?.trim().toLowerCase();
      if (!name) continue;
      const values = meta.get(name);
      if (values === undefined) meta.set(name, [content]);
      else values.push(content);
    }
  }
  return { tree, linked: readLinkedData(tree.jsonLd), meta };
}

/** The first value of the first name that has one. */
export function firstMeta(facts: PageFacts, names: string[]): { name: string; value: string } | undefined {
  for (const name of names) {
    const value = facts.meta.get(name)?.[0];
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

const articleNames = ['author', 'article:published_time', 'citation_title'];

/** Whether the page says that it is an article, or states what only articles have. */
export function saysArticle({ meta, linked }: PageFacts): boolean {
  const isArticle = linked.article !== undefined || meta.get('og:type')?.[0]?.toLowerCase() === 'article';
  return isArticle || articleNames.some((name) => meta.has(name));
}
