import { namesInByline, startsWithBy } from '../metadata/person-names.ts';
import { blockWeights } from './block-weights.ts';
import type { Block } from './describe-blocks.ts';

/** Evidence by feature: above zero speaks for the article, below against it; `bias` is where a block starts. */
export type BlockWeights = Readonly<Record<string, number>>;

/** Below the even point, since a lost paragraph is worse than a line too many. */
const threshold = -0.4;

/**
 * The blocks that are not part of the article. Each block's evidence is added up (log odds of a logistic regression,
 * fitted on pages whose articles people had marked).
 */
export function unwantedBlocks(blocks: Block[], evidence: BlockWeights = blockWeights): Block[] {
  return blocks.filter(
    (block, at) => !isCode(block) && (isLabel(block, at) || evidenceFor(block, evidence) < threshold),
  );
}

/** Sum of the evidence for one block. */
export function evidenceFor(block: Block, evidence: BlockWeights = blockWeights): number {
  return block.features.reduce((sum, name) => sum + (evidence[name] ?? 0), evidence.bias ?? 0);
}

/** Code is written for the article it stands in. */
const isCode = ({ features }: Block): boolean => features.includes('kind:pre');

/** Bylines above the text are metadata; notices of loading are nobody's text. */
function isLabel({ text }: Block, at: number): boolean {
  if (/^(?:loading|please wait)\W{0,4}$/i.test(text)) return true;
  if (text.length > 120 || at > 8 || !startsWithBy(text)) return false;
  return namesInByline(text).some((name) => /\s/.test(name)) && !/[.!?]$/.test(text);
}
