import type { Found } from '../../parsed-document.ts';
import { rawText } from '../nodes.ts';
import { markedDate } from './marked-dates.ts';
import { type PageFacts, saysArticle } from './page-facts.ts';
import { shownDates } from './shown-dates.ts';
import { pageAddress } from './site-names.ts';
import { type PageDates, statedDates } from './stated-dates.ts';
import type { HeadLine } from './visible-head.ts';
import { type DateReading, instantOf, writesDayFirst } from './written-dates.ts';

const sampled = 200_000;

/**
 * Dates as the page states them in JSON-LD and meta elements, else what readers see around the title, else a date that
 * is marked as the page's anywhere, else the day in the address.
 * @param lines what stands around the title
 * @param language of the page, for dates in digits
 * @param timeZone of times without offset
 */
export function findDates(
  facts: PageFacts,
  lines: HeadLine[],
  language: string,
  timeZone: string,
): PageDates {
  let dayFirst: boolean | undefined;
  const reading: DateReading = {
    timeZone,
    // Most pages write no date whose order is in doubt.
    get dayFirst() {
      dayFirst ??= writesDayFirst(language, rawText(facts.tree.body).slice(0, sampled));
      return dayFirst;
    },
  };
  const stated = statedDates(facts, reading);
  const shown = shownDates(lines, reading);
  const published =
    earlier(shown.published, stated.published) ??
    shown.published ??
    markedDate(facts.tree.body, reading, saysArticle(facts)) ??
    dateInAddress(facts, reading);
  const updated = stated.updated ?? shown.updated;
  return { ...(published && { published }), ...(updated && { updated }) };
}

/** A page that moved to another system states when it moved; what it shows readers is then earlier. */
function earlier(
  shown: Found<string> | undefined,
  stated: Found<string> | undefined,
): Found<string> | undefined {
  if (shown === undefined || stated === undefined) return stated;
  return Date.parse(stated.value) - Date.parse(shown.value) > 2 * oneDay ? shown : stated;
}

const oneDay = 24 * 60 * 60 * 1000;

/** The day in the address: /2024/05/03/ or /2024-05-03-. */
function dateInAddress(facts: PageFacts, reading: DateReading): Found<string> | undefined {
  const found = /\/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_+-]|$)/.exec(
    pageAddress(facts)?.pathname ?? '',
  );
  const date =
    found && instantOf([found[1], found[2]?.padStart(2, '0'), found[3]?.padStart(2, '0')].join('-'), reading);
  return date ? { value: date, from: 'url' } : undefined;
}
