/**
 * Bounds on what one page may ask of the machine. Real articles stay far below; a page past them is cut (depth) or
 * rejected with a reason (characters, nodes, tags).
 */
export const limits = {
  /** UTF-16 code units of the page. */
  characters: 24_000_000,
  /** Elements and texts. */
  nodes: 150_000,
  /** Tags, end tags included: each may have to be looked for among all open elements. */
  tags: 500_000,
  /** Nested elements; deeper ones are left out, what they hold stays. */
  depth: 200,
} as const;
