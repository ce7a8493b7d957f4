import { parseDate } from '../../dates.ts';
import { monthNumber } from './month-names.ts';

/** What a reader of a page knows before reading its dates. */
export interface DateReading {
  /** Whether 3/5/2024 is in May. */
  dayFirst: boolean;
  /** IANA zone of times that state none. */
  timeZone: string;
}

/** A day written in a line of text. */
export interface WrittenDate {
  /** `2024-05-03`. */
  day: string;
  /** Offsets of the date in the line. */
  start: number;
  end: number;
}

const longest = 300;

const day = String.raw`(\d{1,2})(?:st|nd|rd|th|er|º|°|ª)?`;
const month = String.raw`(\p{L}{3,12})`;
const patterns: readonly { pattern: RegExp; order: 'ymd' | 'dmy' | 'mdy' | 'digits' }[] = [
  { pattern: /(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g, order: 'ymd' },
  { pattern: /(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/g, order: 'ymd' },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])${day}\.?(?:\s+(?:of|de|del))?[\s-]+${month}\.?,?(?:\s+(?:de|del))?[\s-]+(\d{4})(?!\d)`,
      'gu',
    ),
    order: 'dmy',
  },
  {
    pattern: new RegExp(String.raw`(?<!\p{L})${month}\.?\s+${day}(?:,\s*|\s+)(\d{4})(?!\d)`, 'gu'),
    order: 'mdy',
  },
  // Hungarian and others: "2024. május 3."
  {
    pattern: new RegExp(String.raw`(?<!\d)((?:19|20)\d\d)\.?,?\s+${month}\.?\s+${day}(?!\d)`, 'gu'),
    order: 'ymd',
  },
  {
    pattern: /(?<!\d)(?:(\p{L}{3,9})\.?,?\s+)?(\d{1,2})([./-])(\d{1,2})\3(\d{4}|\d{2})(?![\d/]|\.\d)/gu,
    order: 'digits',
  },
];

/** Every day written in the first part of a line, in order: "Published 3 May 2024, updated 2024-05-06". */
export function datesIn(text: string, reading: Pick<DateReading, 'dayFirst'>): WrittenDate[] {
  const short = text.slice(0, longest);
  if (!/\d{4}|\d[./-]\d/.test(short)) return [];
  const found: WrittenDate[] = [];
  for (const { pattern, order } of patterns) {
    for (const match of short.matchAll(pattern)) {
      const written = order === 'digits' ? digitsDay(match, reading) : namedDay(match, order);
      const start = match.index;
      const end = start + match[0].length;
      if (written !== undefined && found.every((other) => other.end <= start || other.start >= end)) {
        found.push({ day: written, start, end });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether a line holds a date. */
export function holdsDate(text: string): boolean {
  return datesIn(text, { dayFirst: false }).length > 0;
}

function namedDay([, first = '', second = '', third = '']: RegExpExecArray, order: 'ymd' | 'dmy' | 'mdy') {
  if (order === 'ymd') return isoDay(first, /\d/.test(second) ? second : monthNumber(second), third);
  return order === 'dmy'
    ? isoDay(third, monthNumber(second), first)
    : isoDay(third, monthNumber(first), second);
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** "Thu, 09/25/2025": a name of the weekday settles the order, else a number that is no month, else the page's habit. */
function digitsDay(
  [, weekday = '', first = '', mark = '', second = '', written = '']: RegExpExecArray,
  reading: Pick<DateReading, 'dayFirst'>,
): string | undefined {
  const year = written.length === 2 ? `20${written}` : written;
  const readings = [isoDay(year, first, second), isoDay(year, second, first)];

  const number = weekdays.indexOf(weekday.slice(0, 3).toLowerCase());
  const fitting = readings.filter(
    (reading) => reading !== undefined && (number < 0 || new Date(reading).getUTCDay() === number),
  );
  return (fitting.length > 0 ? fitting : readings.filter(Boolean)).at(
    mark !== '/' || reading.dayFirst ? -1 : 0,
  );
}

/** A day that an article can have been published on. */
function isoDay(year: string, month: string | number | undefined, date: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month ?? 0), Number(date)];
  if (y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1) return undefined;
  if (d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return undefined;
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

const decided = /(?<![\d/.-])(\d{1,2})([./-])(\d{1,2})\2(?:19|20)\d\d(?![\d/-])/g;

/**
 * Whether the page writes the day before the month. Its own dates tell when one has a number over 12; else its
 * language does.
 * @param language BCP 47; empty when unknown
 * @param text of the page
 */
export function writesDayFirst(language: string, text: string): boolean {
  let balance = 0;
  for (const [, first, , second] of text.matchAll(decided)) {
    balance += Number(Number(first) > 12) - Number(Number(second) > 12);
  }
  return balance === 0 ? !/^(?:en(?:-US)?$|en-US-|$)/i.test(language) : balance > 0;
}

/** How systems write a day for which they know no time. */
const midnight = /[T ]00:00(?::00(?:\.0+)?)?$/;

/**
 * The instant of a date as a page states it; midnight without an offset is taken for a day without a time.
 * @returns ISO 8601 in UTC; undefined when the text is no date
 */
export function instantOf(text: string, reading: DateReading): string | undefined {
  const trimmed = text.trim();
  const exact = parseDate(trimmed.replace(midnight, ''), reading.timeZone);
  if (exact !== undefined) return exact;
  const [written] = datesIn(trimmed, reading);
  return written && parseDate(written.day, reading.timeZone);
}
