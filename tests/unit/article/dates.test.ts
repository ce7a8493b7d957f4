import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localInstant, parseDate } from '../../../shared/article/dates.ts';
import { normalize } from '../../../shared/article/normalize.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';

test.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31 00:00', '2026-01-30T23:00:00.000Z'],
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31T08:00:00.123456789+05:30', '2026-01-31T02:30:00.123Z'],
  ['2026-01-31 08:00', '2026-01-31T07:00:00.000Z'],
  ['2026-07-31 08:00:05', '2026-07-31T06:00:05.000Z'],
  ['20260131T080000Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:00 -0500', '2026-01-31T13:00:00.000Z'],
  ['Sat, 31 Jan 2026 08:00:00 +0100', '2026-01-31T07:00:00.000Z'],
  ['31 Jan 2026 08:00 EST', '2026-01-31T13:00:00.000Z'],
  ['January 31, 2026', '2026-01-31T00:00:00.000Z'],
  ['Jan 31st, 2026 at 8:05 p.m.', '2026-01-31T19:05:00.000Z'],
  ['3. March 2026', '2026-03-03T00:00:00.000Z'],
  ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00.000Z'],
  // Clocks skip 02:30 on 29 March and repeat it on 25 October.
  ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
])('%s in Berlin is %s', (text, instant) => {
  expect(parseDate(text, 'Europe/Berlin')).toBe(instant);
});

test.each([
  '',
  'soon',
  '2026',
  '2026-13-01',
  '2026-02-30',
  '31/01/2026',
  '01/02/2026',
  '2026-01-31T25:00',
  '0000-00-00 00:00:00',
  '32 Jan 2026',
  '1738310400',
  '31 Janvember 2026',
  '2026-01-31T08:00 Mars/Olympus',
])('%s is no date', (text) => {
  expect(parseDate(text, 'Europe/Berlin')).toBeUndefined();
});

test('a local time shows on clocks in its zone as it was written, unless they skip it', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'UTC',
    'America/Sao_Paulo',
  );
  const minute = 60_000;
  const times = fc.integer({ min: Date.UTC(1990, 0, 1) / minute, max: Date.UTC(2035, 0, 1) / minute });
  fc.assert(
    fc.property(zones, times, (timeZone, minutes) => {
      const local = minutes * minute;
      const shown = shownIn(timeZone, localInstant(local, timeZone));
      // A skipped time is shown as long after the gap as it was written after the gap's start; Apia once skipped a day.
      expect([0, 30 * minute, 60 * minute, 24 * 60 * minute]).toContain(shown - local);
    }),
    { numRuns: 1000 },
  );
});

test('a day without a time has begun both in the zone and in UTC, and is over in neither', () => {
  const zones = fc.constantFrom(
    'Europe/Lisbon',
    'America/New_York',
    'Asia/Tokyo',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'America/Sao_Paulo',
    'UTC',
  );
  const days = fc.date({
    min: new Date('1990-01-01'),
    max: new Date('2035-12-31'),
    noInvalidDate: true,
  });
  const long = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });
  fc.assert(
    fc.property(zones, days, (timeZone, date) => {
      const day = date.toISOString().slice(0, 10);
      const instant = parseDate(day, timeZone) ?? '';
      expect(instant.slice(0, 10)).toBe(day);
      expect(new Date(shownIn(timeZone, Date.parse(instant))).toISOString().slice(0, 10)).toBe(day);
      expect(parseDate(long.format(date), timeZone)).toBe(instant);
      expect(instant >= (parseDate(`${day} 00:00`, timeZone) ?? '')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['YAML', 'day.md', '---\ntitle: T\ndate: 2026-07-01\nembargo: 2026-07-02\n---\nText of it.'],
  ['TOML', 'day.md', '+++\ntitle = "T"\ndate = 2026-07-01\nembargo = 2026-07-02\n+++\nText of it.'],
  [
    'JSON',
    'day.json',
    '{"uri":"urn:x:1","version":"1","headline":"T","body_text":"Text of it.","firstcreated":"2026-07-01","embargoed":"2026-07-02"}',
  ],
  [
    'XML',
    'day.xml',
    '<nitf><head><docdata><doc-id id-string="x"/><date.issue norm="2026-07-01"/><date.release norm="2026-07-02"/></docdata></head><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>Text of it.</p></body.content></body></nitf>',
  ],
  [
    'HTML',
    'day.html',
    '<html><head><title>T</title><meta property="og:type" content="article"><meta name="date" content="2026-07-01"></head><body><p>Text of it.</p></body></html>',
  ],
  ['text', 'day.txt', 'Title: T\nDate: 2026-07-01\nEmbargo: 2026-07-02\n\nText of it.\n'],
])('a day in %s is the same day for readers of UTC, and no embargo ends before it', async (_, key, text) => {
  const lisbon = parseSiteSettings({ title: 'Lisbon', timeZone: 'Europe/Lisbon' });
  const newYork = parseSiteSettings({ title: 'New York', timeZone: 'America/New_York' });
  const upload = { key, bytes: new TextEncoder().encode(text) };
  const [east] = await normalize(upload, lisbon);
  const [west] = await normalize(upload, newYork);
  expect(east?.published).toBe('2026-07-01T00:00:00.000Z');
  expect(west?.published).toBe('2026-07-01T04:00:00.000Z');
  expect([east?.embargo, west?.embargo]).toEqual(
    key === 'day.html' ? [undefined, undefined] : ['2026-07-02T00:00:00.000Z', '2026-07-02T04:00:00.000Z'],
  );
});

/** What a clock in a zone shows, read off Intl's text rather than its parts. */
function shownIn(timeZone: string, instant: number): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    instant,
  );
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
