/** A schema.org node of a page's JSON-LD. */
export type LinkedNode = Record<string, unknown>;

/** What a page says about itself in JSON-LD. */
export interface LinkedData {
  /** The node that describes the article, if one does. */
  article: LinkedNode | undefined;
  /** The node that describes the page around it. */
  page: LinkedNode | undefined;
  /** Follows a reference (`{"@id": …}`) to the node it names; other values come back as they are. */
  resolve(value: unknown): unknown;
  /** Every node, in order of appearance. */
  nodes: LinkedNode[];
}

const maxNodes = 5_000;
const articleTypes =
  /^(?:\w*Article|\w*Posting|Report|Review|Recipe|HowTo|Guide|CreativeWork|Chapter|FAQPage|LiveBlogPosting|Column)$/;
const pageTypes = /^(?:\w*Page)$/;

/**
 * Reads the page's JSON-LD scripts. A script that isn't JSON, even after the usual mistakes are mended, is passed over.
 * @param texts the scripts' contents
 */
export function readLinkedData(texts: string[]): LinkedData {
  const nodes = texts.flatMap((text) => nodesIn(parse(text)));
  const byId = new Map<string, LinkedNode>();
  for (const node of nodes) {
    const id = node['@id'];
    if (typeof id === 'string' && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node);
  }
  const ofType = (types: RegExp) => (node: LinkedNode) => typesOf(node).some((type) => types.test(type));
  const articles = nodes
    .filter(ofType(articleTypes))
    .filter((node) => node.headline ?? node.datePublished ?? node.author);
  return {
    nodes,
    article: articles.find((node) => node.headline && node.datePublished) ?? articles[0],
    page: nodes.find(ofType(pageTypes)),
    resolve: (value) => {
      const id = isNode(value) ? value['@id'] : undefined;
      return typeof id === 'string' ? (byId.get(id) ?? value) : value;
    },
  };
}

export function isNode(value: unknown): value is LinkedNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The node's types without the vocabulary's address. */
export function typesOf(node: LinkedNode): string[] {
  const types = Array.isArray(node['@type']) ? node['@type'] : [node['@type']];
  return types.filter((type) => typeof type === 'string').map((type) => type.replace(/^.*[/#:]/, ''));
}

/** A value as a list: JSON-LD writes single members without brackets. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function parse(text: string): unknown {
  const trimmed = text
    .replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*;?\s*$/, '');
  for (const attempt of [
    () => trimmed,
    // Line feeds inside strings and commas before a bracket are the common mistakes.
    () => trimmed.replace(/\p{Cc}+/gu, ' ').replace(/,\s*([}\]])/g, '$1'),
  ]) {
    try {
      return JSON.parse(attempt());
    } catch {
      // Next attempt; a page's broken JSON-LD is no reason to refuse the page.
    }
  }
  return undefined;
}

/** Nodes at the top, in `@graph`, and nested as members (an article is often the page's `mainEntity`). */
function nodesIn(root: unknown): LinkedNode[] {
  const nodes: LinkedNode[] = [];
  const pending: unknown[] = [root];
  for (let at = 0; at < pending.length && at < maxNodes; at++) {
    const value = pending[at];
    if (Array.isArray(value)) pending.push(...value.slice(0, maxNodes));
    else if (isNode(value)) {
      if (value['@type'] !== undefined || value['@id'] !== undefined) nodes.push(value);
      for (const member of Object.values(value)) if (typeof member === 'object') pending.push(member);
    }
  }
  return nodes;
}
