import type { ElementNode } from '../nodes.ts';
import { meaningOf } from './date-signs.ts';
import type { PageDates } from './stated-dates.ts';
import { type HeadLine, partedText } from './visible-head.ts';
import { type DateReading, datesIn, holdsDate, instantOf, type WrittenDate } from './written-dates.ts';

const dateWords = new Set([
  'date', 'dates', 'time', 'published', 'publish', 'posted', 'timestamp', 'pubdate', 'byline', 'meta', 'dateline',
]); // biome-ignore format: a list reads better in lines

const farthestAbove = 150;
const farthestBelow = 700;
const longestMarked = 120;
const longestUnmarked = 60;
/** A byline names when the article was published and when it was updated; more dates are a list. */
const mostDates = 2;
/** Longer texts before a date are a title or a sentence. */
const longestLabel = 36;

/** Dates that readers see around the title, the nearest first; labels tell what they are of. */
export function shownDates(lines: HeadLine[], reading: DateReading): PageDates {
  const dates: PageDates = {};
  const sorted = lines
    .filter(({ distance }) => distance >= -farthestAbove && distance <= farthestBelow)
    .sort((a, b) => cost(a) - cost(b));
  for (const { element, text, words } of sorted) {
    const isTime = element.name === 'time';
    const { itemprop = '', datetime, content } = element.attributes;
    const isProperty = /\bdate/i.test(itemprop);
    const marked = isTime || isProperty || words.some((word) => dateWords.has(word));
    if (text.length > (marked ? longestMarked : longestUnmarked)) continue;
    const written = datesIn(text, reading);
    const machine = datetime ?? (isProperty ? content : undefined);
    const exact = machine === undefined ? undefined : instantOf(machine, reading);
    if (written.length > mostDates || (written.length === 0 && exact === undefined)) continue;
    if (isPeriod(text, written) || isListed(element)) continue;
    const from = isTime ? 'time element' : marked ? 'byline: date' : 'text near the title';
    const spots = exact === undefined || written.length === 0 ? written : written.slice(0, 1);
    for (const [at, spot] of (spots.length > 0 ? spots : [undefined]).entries()) {
      const value = exact ?? (spot && instantOf(spot.day, reading));
      if (value === undefined) continue;
      const meaning = meaningAround(element, text, spots, at, itemprop, words);
      if (meaning === 'updated') dates.updated ??= { value, from };
      else if (meaning !== 'other') dates.published ??= { value, from };
    }
  }
  return dates;
}

/** Nearer to the title is likelier; what stands above it is likelier the date of something else. */
const cost = ({ distance }: HeadLine): number => (distance < 0 ? -distance * 3 : distance);

export function meaningAround(
  element: ElementNode,
  text: string,
  spots: readonly WrittenDate[],
  at: number,
  itemprop: string,
  words: readonly string[],
): ReturnType<typeof meaningOf> {
  if (/dateModified/i.test(itemprop)) return 'updated';
  if (/datePublished/i.test(itemprop)) return 'published';
  const spot = spots[at];
  const before = text.slice(spots[at - 1]?.end ?? 0, spot?.start ?? text.length).slice(-40);
  const said = meaningOf(at === 0 ? `${labelBefore(element, text)} ${before}` : before);
  if (said !== 'unsaid') return said;
  if (words.includes('updated') || words.includes('modified')) return 'updated';
  // "2024年5月3日 更新": some languages put the label behind.
  const after = text.slice(spot?.end ?? text.length, spots[at + 1]?.start);
  return meaningOf(/^[\s\d:.()（）|,-]{0,12}(\p{L}{2,12})/u.exec(after)?.[1] ?? '');
}

/** "12 May 2024 – 17 May 2024" is when something takes place. */
function isPeriod(text: string, [first, second]: readonly WrittenDate[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    /^\s*(?:[-–—]|to|bis|until)\s*$/.test(text.slice(first.end, second.start))
  );
}

/** The words just before a date, which say what it is the date of; boxes around it may hold them. */
export function labelBefore(element: ElementNode, text: string): string {
  let at = element.parent;
  for (let steps = 0; steps < 3 && at !== undefined; steps++, at = at.parent) {
    const around = partedText(at, 200);
    if (around === undefined) return '';
    const start = around.indexOf(text);
    const [label = ''] = around.slice(0, Math.max(0, start)).split(' | ').filter(Boolean).slice(-1);
    if (label !== '') return label.length <= longestLabel ? label : '';
  }
  return '';
}

const itemNames = new Set(['li', 'article', 'tr', 'dd']);

const longestList = 2_000;
const neighbours = 8;
const cardLength = 600;
const cardNodes = 100;

/** Whether the element stands in one of several like boxes that all hold dates: a list of articles or events. */
export function isListed(element: ElementNode): boolean {
  for (
    let at = element, steps = 0;
    at.parent !== undefined && at.name !== 'body' && steps < 6;
    at = at.parent, steps++
  ) {
    const { children } = at.parent;
    if (children.length > longestList) continue;
    if (at.attributes.class === undefined && !itemNames.has(at.name)) continue;
    const alike = children.filter((child) => child.kind === 'element' && isAlike(child, at));
    const place = alike.indexOf(at);
    const near = alike.slice(Math.max(0, place - neighbours), place + neighbours + 1);
    if (near.filter((card) => card.kind === 'element' && holdsDateAtStart(card)).length >= 3) return true;
  }
  return false;
}

const isAlike = (a: ElementNode, b: ElementNode): boolean =>
  a.name === b.name && a.attributes.class === b.attributes.class;

const holdsDateAtStart = (card: ElementNode): boolean =>
  holdsDate(partedText(card, cardLength, cardNodes) ?? '');
