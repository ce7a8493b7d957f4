import { Parser } from 'htmlparser2';
import type { Findings, Place } from './findings.ts';

/** Whether a text is a whole address of the web. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return (url?.protocol === 'https:' || url?.protocol === 'http:') && !/\s/.test(text);
}

/** RFC 3339, section 5.6, with real days and times. */
export function isRfc3339(text: string): boolean {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  return isDay(year, month, day) && hour < 24 && minute < 60 && second <= 60;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const zones = /^(?:UT|GMT|[ECMP][SD]T|[A-IK-Z]|[+-](?:[01]\d|2[0-3])[0-5]\d)$/;

/** What is wrong with a date of RSS (RFC 822, section 5, with years of four digits); undefined when nothing is. */
export function rfc822Fault(text: string): string | undefined {
  const match =
    /^(?:([A-Za-z]+), *)?(\d{1,2}) +([A-Za-z]+) +(\d{2}|\d{4}) +(\d{2}):(\d{2})(?::(\d{2}))? +(\S+)$/.exec(
      text,
    );
  if (!match) return 'is no date such as "Sat, 31 Jan 2026 08:00:00 GMT"';
  const [, weekday, day, month = '', year = '', hour, minute, second = '0', zone = ''] = match;
  const index = months.indexOf(month);
  if (index < 0) return `has the month "${month}", which is written Jan, Feb, Mar…`;
  if (year.length === 2) return 'has a year of two digits, which readers guess at';
  if (!isDay(Number(year), index + 1, Number(day))) return 'names a day that there is not';
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return 'names a time that there is not';
  if (!zones.test(zone)) return `has the time zone "${zone}"; write GMT or an offset such as +0100`;
  if (weekday === undefined) return undefined;
  const actual = weekdays[new Date(Date.UTC(Number(year), index, Number(day))).getUTCDay()];
  return weekday === actual ? undefined : `says ${weekday}, but that day is a ${actual}`;
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A language tag as BCP 47 forms it. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** Elements that readers remove, or that do nothing there. */
const removed = new Set(['script', 'style', 'form', 'object', 'embed']);

/** Looks through HTML that an entry carries for what breaks in a reader. @param base whether relative addresses have a base */
export function checkHtml(html: string, base: boolean, findings: Findings, at: Place): void {
  let relative: string | undefined;
  let gone: string | undefined;
  const parser = new Parser({
    onopentag(name, { src, href }) {
      if (removed.has(name)) gone ??= name;
      const address = src ?? href;
      if (address !== undefined && !/^(?:[a-z][a-z0-9+.-]*:|#|$)/i.test(address.trim())) relative ??= address;
    },
  });
  parser.end(html);
  if (relative !== undefined && !base) {
    findings.warning(
      'relative-address',
      `The content has the relative address "${relative.slice(0, 80)}", which readers resolve differently or not at all. Write whole addresses.`,
      at,
    );
  }
  if (gone !== undefined) {
    findings.warning('removed-element', `The content has a <${gone}>, which readers remove.`, at);
  }
}
