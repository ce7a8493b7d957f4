import type { ElementNode, TreeNode } from './nodes.ts';

/**
 * Nodes that are to stand in the place of others. Each list of children is written once when all are known: looking up
 * and changing them one by one would take as long as their number squared.
 */
export class Replacements {
  readonly #instead = new Map<TreeNode, readonly TreeNode[]>();
  readonly #changed = new Set<ElementNode>();

  /** From now on `nodes` have the parent of `old`, which has none; nothing happens if it is in no tree any more. */
  replace(old: TreeNode, nodes: readonly TreeNode[]): void {
    const { parent } = old;
    if (parent === undefined) return;
    old.parent = undefined;
    for (const node of nodes) node.parent = parent;
    this.#instead.set(old, nodes);
    this.#changed.add(parent);
  }

  /** Writes the lists of children. @returns how many there were to write */
  carryOut(): number {
    for (const parent of this.#changed) {
      parent.children = parent.children.flatMap((child) => this.#instead.get(child) ?? [child]);
    }
    return this.#changed.size;
  }
}
