import type { Found } from '../../parsed-document.ts';
import { type ElementNode, soleChild } from '../nodes.ts';
import { meaningOf } from './date-signs.ts';
import { isListed, labelBefore } from './shown-dates.ts';
import { partedText } from './visible-head.ts';
import { type DateReading, datesIn, instantOf } from './written-dates.ts';

const longest = 90;
const mostNodes = 60;
/** A page with more dates is a list of something. */
const mostDates = 300;
const notTheArticle = new Set([
  'comment', 'comments', 'respond', 'related', 'recommended', 'popular', 'latest', 'recent', 'teaser', 'event', 'events', 'widget', 'review', 'reviews',
  'nav', 'navigation', 'menu', 'carousel', 'slider', 'swiper',
]); // biome-ignore format: a list reads better in lines

/**
 * A date that is marked as the page's own wherever it stands, such as "Posted on 3 May 2024" below the text; else the
 * day that all `<time>` elements outside of lists agree on.
 * @param isArticle whether the page says that it is one: on others, times may be of anything
 */
export function markedDate(
  body: ElementNode,
  reading: DateReading,
  isArticle: boolean,
): Found<string> | undefined {
  const labelled = new Set<string>();
  const timed = new Set<string>();
  let dates = 0;
  const pending: ElementNode[] = [body];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    for (const child of element.children) if (child.kind === 'element' && isOwn(child)) pending.push(child);
    if (element.name === 'a') continue;
    const inner = soleChild(element);
    // Its text is the same, and is read there; reading it here too would read it once for each box around it.
    if (inner !== undefined && isOwn(inner) && element.name !== 'time') continue;
    const text = partedText(element, longest, mostNodes);
    if (text === undefined || !/\d/.test(text)) continue;
    const [first] = datesIn(text, reading);
    if (first !== undefined && ++dates > mostDates) return undefined;
    const isTime = isArticle && element.name === 'time' && element.attributes.datetime !== undefined;
    if (first === undefined || isListed(element)) continue;
    const label = text.slice(0, first.start);
    if (meaningOf(label) === 'published' && label.length <= 60) labelled.add(first.day);
    else if (isTime && meaningOf(`${labelBefore(element, text)} ${label}`) === 'unsaid') {
      timed.add(element.attributes.datetime ?? '');
    }
  }
  const from = labelled.size === 1 ? 'label' : 'time element';
  const days = labelled.size === 1 ? labelled : timed;
  const value = days.size === 1 ? instantOf([...days][0] ?? '', reading) : undefined;
  return value === undefined ? undefined : { value, from };
}

const isOwn = (element: ElementNode): boolean =>
  element.name !== 'nav' &&
  element.name !== 'a' &&
  !element.classWords.some((word) => notTheArticle.has(word));
