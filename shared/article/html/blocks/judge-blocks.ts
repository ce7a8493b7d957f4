import { isCredit } from '../metadata/credits.ts';
import { meaningOf } from '../metadata/date-signs.ts';
import { namesInByline, startsWithBy } from '../metadata/person-names.ts';
import { datesIn } from '../metadata/written-dates.ts';
import { blockWeights } from './block-weights.ts';
import type { Block } from './describe-blocks.ts';

/** Evidence by feature: above zero speaks for the article, below against it; `bias` is where a block starts. */
export type BlockWeights = Readonly<Record<string, number>>;

/** Below the even point, since a lost paragraph is worse than a line too many. */
const threshold = -0.1;

/**
 * The blocks that are not part of the article. Each block's evidence is added up (log odds of a logistic regression,
 * fitted on pages whose articles people had marked).
 */
export function unwantedBlocks(blocks: Block[], evidence: BlockWeights = blockWeights): Block[] {
  const times = new Map<string, number>();
  for (const { text } of blocks) times.set(text, (times.get(text) ?? 0) + 1);
  const isButton = (block: Block): boolean => (times.get(block.text) ?? 0) >= 3 && isLinkedLine(block);
  return blocks.filter(
    (block, at) =>
      !isCode(block) &&
      (isLabel(block, at) ||
        isDateline(block, at, blocks.length) ||
        isCreditLine(block, at, blocks.length) ||
        isButton(block) ||
        evidenceFor(block, evidence) < threshold),
  );
}

/** Sum of the evidence for one block. */
export function evidenceFor(block: Block, evidence: BlockWeights = blockWeights): number {
  return block.features.reduce((sum, name) => sum + (evidence[name] ?? 0), evidence.bias ?? 0);
}

/** Code is written for the article it stands in. */
const isCode = ({ features }: Block): boolean => features.includes('kind:pre');

const edge = 5;

/** "Published 3 May 2024" above the text or below it, in whatever language: nothing but a date and what it is of. */
function isDateline({ text, features }: Block, at: number, count: number): boolean {
  if (text.length > 60 || (at > edge && at < count - edge) || !features.some((name) => bare.has(name)))
    return false;
  const dates = datesIn(text, { dayFirst: false });
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return false;
  const before = text.slice(0, first.start);
  const rest = `${before} ${text.slice(last.end)}`.replace(/[^\p{L}]+/gu, '');
  return (
    rest === '' ||
    (before.length < 30 && ['published', 'updated'].includes(meaningOf(before)) && rest.length < 30)
  );
}

/** "Written by Ada Byron" below the text; above it `isLabel` knows it. */
const isCreditLine = ({ text, features }: Block, at: number, count: number): boolean =>
  text.length <= 80 && at >= count - edge && features.some((name) => bare.has(name)) && isCredit(text);

/** What a dateline stands in; in lists, tables and headings a date is matter. */
const bare = new Set(['kind:p', 'kind:other']);

/** A short line that is all link; one that stands again and again is a button: "See the price". */
const isLinkedLine = ({ text, features }: Block): boolean =>
  text.length < 60 && (features.includes('linked p') || features.includes('linked other'));

/** Bylines above the text are metadata; notices of loading are nobody's text. */
function isLabel({ text }: Block, at: number): boolean {
  if (/^(?:loading(?: \w{1,15})?|please wait)\W{0,4}$/i.test(text)) return true;
  if (text.length > 120 || at > 8 || !startsWithBy(text)) return false;
  return namesInByline(text).some((name) => /\s/.test(name)) && !/[.!?]$/.test(text);
}
