/** Day and time as written, before a zone is applied. */
interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

const monthNames = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
]; // biome-ignore format: a list reads better in lines

/** 1 to 12 by an English name, whole or cut to three letters or more; 0 for other words. */
function monthOf(name: string): number {
  return name.length < 3 ? 0 : monthNames.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}

const isoPattern =
  /^([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]+([0-9]{1,2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?$/i;
/** RFC 5322, section 3.3, with what people leave out or spell out. */
const mailPattern =
  /^(?:[a-z]{3,9},?\s+)?([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+([0-9]{4}),?(?:\s+(?:at\s+)?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?\s*([ap]\.?m\.?)?\s*(\S+)?$/i;
const americanPattern =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4}),?(?:\s+(?:at\s+)?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?\s*([ap]\.?m\.?)?\s*(\S+)?$/i;

const zoneMinutes: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420,
  cet: 60, cest: 120, bst: 60, wet: 0, west: 60, eet: 120, eest: 180,
}; // biome-ignore format: a table reads better in lines

/**
 * An instant from a date as documents state it: ISO 8601, RFC 5322, or a day with the month's English name.
 * A time without an offset is local to the given zone. A day without a time begins when it has begun both in that zone
 * and in UTC: so nothing dated or embargoed to a day is out before it on the site's clocks, and feeds, which tell times
 * in UTC, name the same day as the document.
 * @param timeZone IANA name
 * @returns ISO 8601 in UTC with milliseconds; undefined when the text is no unambiguous date between 1000 and 9999
 */
export function parseDate(text: string, timeZone: string): string | undefined {
  const written = text.trim().slice(0, 100);
  return fromIso(written, timeZone) ?? fromNamedMonth(written, timeZone);
}

function fromIso(text: string, timeZone: string): string | undefined {
  const match = isoPattern.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute = '0', second = '0', fraction = '', zone] = match;
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = {
    year: Number(year), month: Number(month), day: Number(day),
    hour: Number(hour ?? 0), minute: Number(minute), second: Number(second), millisecond,
  }; // biome-ignore format: one line a half
  return hour === undefined ? beginning(local, zone, timeZone) : instant(local, zone, timeZone);
}

function fromNamedMonth(text: string, timeZone: string): string | undefined {
  const mail = mailPattern.exec(text);
  const american = mail ? null : americanPattern.exec(text);
  const [day, monthName] = mail ? [mail[1], mail[2]] : [american?.[2], american?.[1]];
  const match = mail ?? american;
  if (!match || !monthName) return undefined;
  const month = monthOf(monthName);
  const [, , , year, hour, minute = '0', second = '0', half, zone] = match;
  const local = {
    year: Number(year), month, day: Number(day),
    hour: hourOfDay(Number(hour ?? 0), half), minute: Number(minute), second: Number(second), millisecond: 0,
  }; // biome-ignore format: one line a half
  return hour === undefined ? beginning(local, zone, timeZone) : instant(local, zone, timeZone);
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** When a day begins for both: those who read the site's clocks and those who read UTC. */
function beginning(day: LocalTime, zone: string | undefined, timeZone: string): string | undefined {
  const starts = [instant(day, zone, timeZone), instant(day, zone, 'UTC')];
  // Instants of one form sort by time.
  return starts.includes(undefined) ? undefined : starts.sort().at(-1);
}

function instant(local: LocalTime, zone: string | undefined, timeZone: string): string | undefined {
  if (!isPossible(local)) return undefined;
  const utc = asUtc(local);
  if (zone === undefined || zone === '') return new Date(localInstant(utc, timeZone)).toISOString();
  const minutes = offsetMinutes(zone);
  return minutes === undefined ? undefined : new Date(utc - minutes * 60_000).toISOString();
}

function isPossible({ year, month, day, hour, minute, second }: LocalTime): boolean {
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (
    year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth &&
    hour <= 24 && minute <= 59 && second <= 60 && (hour < 24 || minute + second === 0)
  ); // biome-ignore format: one line a half
}

const asUtc = ({ year, month, day, hour, minute, second, millisecond }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millisecond);

function offsetMinutes(zone: string): number | undefined {
  const named = zoneMinutes[zone.replace(/[().]/g, '').toLowerCase()];
  if (named !== undefined) return named;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/**
 * The instant at which clocks in a zone show a local time. A time that a change of clocks repeats means the first;
 * one that it skips means as long after the change (as ECMA-402 Temporal's "compatible" does).
 * @param local the local time, as if it were UTC, in milliseconds
 */
export function localInstant(local: number, timeZone: string): number {
  if (timeZone === 'UTC') return local;
  const day = 24 * 60 * 60 * 1000;
  const before = offsetAt(local - day, timeZone);
  const after = offsetAt(local + day, timeZone);
  const first = local - before;
  if (offsetAt(first, timeZone) === before) return first;
  const second = local - after;
  return offsetAt(second, timeZone) === after ? second : first;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetAt(instantMs: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', era: 'short',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    }); // biome-ignore format: one line a half
    formatters.set(timeZone, formatter);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1000) * 1000;
}
