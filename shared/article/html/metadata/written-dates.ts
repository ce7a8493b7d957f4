import { parseDate } from '../../dates.ts';

/** Names and usual abbreviations of months, by number, in the languages of many news sites. */
const months: readonly string[] = [
  'january jan januar janvier janv enero ene gennaio gen janeiro januari',
  'february feb februar février févr fév febrero febbraio fevereiro fev februari',
  'march mar märz mrz mars marzo março maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei',
  'june jun juni juin junio giugno giu junho',
  'july jul juli juillet juil julio luglio lug julho',
  'august aug août agosto ago augustus augusti',
  'september sep sept septembre septiembre settembre set setembro',
  'october oct oktober okt octobre octubre ottobre ott outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez décembre déc diciembre dic dicembre dezembro',
];
const monthNumbers = new Map(
  months.flatMap((names, at) => names.split(' ').map((name) => [name, at + 1] as const)),
);

const named =
  /(?<![\p{L}\d])(?:(\d{1,2})(?:st|nd|rd|th|er|º|°)?\.?(?:\s+(?:of|de|del))?\s+(\p{L}{3,10})\.?,?(?:\s+(?:de|del))?\s+(\d{4})|(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4}))(?!\d)/u;
const iso = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const numeric = /(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const eastern = /(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/;

/**
 * The first date in a line of text: "Published 3 May 2024 at 10:00" gives 2024-05-03 at midnight.
 * @param language of the page (BCP 47): settles whether 3/5/2024 is in March or May
 * @param timeZone IANA zone of that midnight
 * @returns ISO 8601 in UTC
 */
export function dateIn(text: string, language: string, timeZone: string): string | undefined {
  const day = dayIn(text, language);
  return day === undefined ? undefined : parseDate(day, timeZone);
}

function dayIn(text: string, language: string): string | undefined {
  const short = text.slice(0, 300);
  const found = iso.exec(short) ?? eastern.exec(short);
  if (found) return isoDay(Number(found[1]), Number(found[2]), Number(found[3]));
  const words = named.exec(short);
  if (words) {
    const [, day, month, year, month2, day2, year2] = words;
    const number = monthNumbers.get((month ?? month2 ?? '').toLowerCase());
    return number === undefined ? undefined : isoDay(Number(year ?? year2), number, Number(day ?? day2));
  }
  const digits = numeric.exec(short);
  return digits ? numericDay(digits, language) : undefined;
}

function numericDay(
  [, first = '', mark, second = '', written = '']: RegExpExecArray,
  language: string,
): string | undefined {
  const year = written.length === 2 ? 2000 + Number(written) : Number(written);
  const [a, b] = [Number(first), Number(second)];
  const monthFirst = mark === '/' && /^en(?:-US|$)/i.test(language);
  return monthFirst && a <= 12 ? isoDay(year, a, b) : b <= 12 ? isoDay(year, b, a) : isoDay(year, a, b);
}

/** A day that an article can have been published on. */
function isoDay(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
