import type { Measures } from '../measure.ts';
import { fold, foldsTo } from '../metadata/plain-text.ts';
import { blockNames, headingNames } from '../names.ts';
import { type ElementNode, elementsIn, textOf } from '../nodes.ts';
import { ownText } from './own-text.ts';
import { Surroundings } from './surroundings.ts';
import { sectionKind, signsIn } from './text-signs.ts';

/** An element with text of its own, and the names of the features that hold for it. */
export interface Block {
  element: ElementNode;
  text: string;
  features: string[];
}

/** What the search for the article has found so far. */
export interface Surveyed {
  /** Holds the article and more. */
  content: ElementNode;
  /** The smallest element that holds nearly all prose. */
  core: ElementNode;
  /** The title as the page shows it. */
  heading: ElementNode | undefined;
  measures: Measures;
}

/** Long enough, with little linked, not in a list: surely prose. */
const longParagraph = 140;
/** Longer texts hardly are calls or labels. */
const longestSign = 700;

/** Every element with text of its own in reading order, described by features that `judgeBlocks` weighs. */
export function describeBlocks({ content, core, heading, measures }: Surveyed): Block[] {
  const blocks: Block[] = [];
  let titleAt = -1;
  for (const element of elementsIn(content)) {
    if (element === heading) titleAt = blocks.length;
    if ((element !== content && !blockNames.has(element.name)) || !measures.get(element)?.own) continue;
    const text = ownText(element);
    if (text !== '') blocks.push({ element, text, features: [] });
  }
  const around = new Surroundings(content, core, measures);
  const isLong = ({ text, element }: Block): boolean =>
    text.length >= longParagraph &&
    ownLinkShare(element, measures) < 0.3 &&
    around.listAround(element) === undefined;
  const firstLong = blocks.findIndex(isLong);
  const lastLong = blocks.findLastIndex(isLong);
  const total = blocks.reduce((sum, { text }) => sum + text.length, 0);
  const titleText = heading === undefined ? '' : fold(textOf(heading));
  let before = 0;
  let section = { kind: '', level: 9 };
  blocks.forEach((block, at) => {
    const { element, text, features } = block;
    const has = (name: string, holds = true): void => {
      if (holds) features.push(name);
    };
    const kind = kindOf(element);
    const links = ownLinkShare(element, measures);
    const place = before / total;
    before += text.length;

    has(`kind:${kind}`);
    has(`length:${[15, 30, 60, 100, 180, 350].filter((limit) => text.length >= limit).length}`);
    has(`links:${step(links, 0.001, 0.34, 0.8)}`);
    has(`linked ${kind}`, links >= 0.8);
    has('emphasised', isAllIn(element, emphasis));
    has('italic', isAllIn(element, italics));
    has('title', element === heading);
    has(
      'same as title',
      titleText !== '' && element !== heading && text.length < 300 && foldsTo(text, titleText),
    );

    if (place > 0.97) has('place:last');
    else if (place > 0.92) has('place:late');
    else if (place > 0.8) has('place:end');
    else has('place:first', place < 0.02);
    has('before prose', firstLong >= 0 && at < firstLong);
    has('after prose', lastLong >= 0 && at > lastLong);
    if (titleAt < 0) has('title elsewhere');
    else if (at < titleAt) has('before title');
    else has('after title', firstLong < 0 || at >= firstLong);
    has('before long', (blocks[at + 1]?.text.length ?? 0) >= longParagraph);

    describeText(text, place, has);
    if (kind === 'heading' || (text.length < 80 && isAllIn(element, emphasis))) {
      const level = kind === 'heading' ? Number(element.name[1]) : 7;
      const found = sectionKind(text);
      if (found !== '' || level <= section.level) section = { kind: found, level };
    }
    if (section.kind !== '') {
      has(`section:${section.kind}`);
      has(`section ${section.kind} linked`, links > 0.5);
      has(`section ${section.kind} late`, place > 0.75);
    }

    for (const word of around.wordsAround(element)) has(`class:${word}`);
    const list = around.listAround(element);
    if (list) {
      has(`list links:${step(around.linkShare(list), 0.1, 0.5, 0.85)}`);
      has('list of anchors', around.hasAnchorsOnly(list));
    }
    has('anchor', links > 0 && around.hasAnchorsOnly(element));
    if (element.parent) has(`parent links:${step(around.linkShare(element.parent), 0.1, 0.3, 0.6)}`);
    if (element.parent?.parent && element.parent !== content) {
      has(`grandparent links:${step(around.linkShare(element.parent.parent), 0.1, 0.3, 0.6)}`);
    }
    has(`home:${around.stepsToHome(element)}`);
    has(`core:${around.stepsToCore(element)}`);
  });
  return blocks;
}

function describeText(text: string, place: number, has: (name: string, holds?: boolean) => void): void {
  has('sentence end', /[.!?…”"')\]]$/.test(text));
  has('colon end', text.endsWith(':'));
  has('question', text.endsWith('?'));
  has('exclamation', text.endsWith('!'));
  if (text.length > longestSign) return;
  has('capitals', isInCapitals(text));
  has('we', (text.match(/\b(?:we|our|us|ours)\b/gi)?.length ?? 0) > text.length / 100);
  for (const sign of signsIn(text)) {
    has(`text:${sign}`);
    has(`short text:${sign}`, text.length < 200);
    has(`late text:${sign}`, place > 0.8);
  }
}

function isInCapitals(text: string): boolean {
  // As nearly every text has one; looking for all letters takes much longer.
  if (/[a-z]/.test(text)) return false;
  const letters = text.replace(/[^\p{L}]+/gu, '');
  return letters.length > 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

/** How many of the limits a value reaches, in words for features: 0 to 3. */
const step = (value: number, ...limits: number[]): number => limits.filter((limit) => value >= limit).length;

function ownLinkShare(element: ElementNode, measures: Measures): number {
  const size = measures.get(element);
  return size === undefined || size.own === 0 ? 0 : size.ownLinks / size.own;
}

const kinds = new Set([
  'li',
  'td',
  'th',
  'blockquote',
  'pre',
  'figcaption',
  'figure',
  'dd',
  'dt',
  'summary',
  'caption',
]);

/** What the block is or stands in. */
function kindOf(element: ElementNode): string {
  if (headingNames.has(element.name)) return 'heading';
  for (
    let at: ElementNode | undefined = element, steps = 0;
    at !== undefined && steps < 5;
    at = at.parent, steps++
  ) {
    if (kinds.has(at.name)) return at.name === 'th' ? 'td' : at.name;
  }
  return element.name === 'p' ? 'p' : 'other';
}

const emphasis = new Set(['b', 'strong', 'em', 'i', 'u']);
const italics = new Set(['em', 'i']);

function isAllIn(element: ElementNode, names: ReadonlySet<string>): boolean {
  const children = element.children.filter((child) => child.kind === 'element' || /\S/.test(child.text));
  const [child] = children;
  return children.length === 1 && child?.kind === 'element' && names.has(child.name);
}
