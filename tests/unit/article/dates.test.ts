import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localInstant, parseDate } from '../../../shared/article/dates.ts';

test.each([
  ['2026-01-31', '2026-01-30T23:00:00.000Z'],
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31T08:00:00.123456789+05:30', '2026-01-31T02:30:00.123Z'],
  ['2026-01-31 08:00', '2026-01-31T07:00:00.000Z'],
  ['2026-07-31 08:00:05', '2026-07-31T06:00:05.000Z'],
  ['20260131T080000Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:00 -0500', '2026-01-31T13:00:00.000Z'],
  ['Sat, 31 Jan 2026 08:00:00 +0100', '2026-01-31T07:00:00.000Z'],
  ['31 Jan 2026 08:00 EST', '2026-01-31T13:00:00.000Z'],
  ['January 31, 2026', '2026-01-30T23:00:00.000Z'],
  ['Jan 31st, 2026 at 8:05 p.m.', '2026-01-31T19:05:00.000Z'],
  ['3. March 2026', '2026-03-02T23:00:00.000Z'],
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

/** What a clock in a zone shows, read off Intl's text rather than its parts. */
function shownIn(timeZone: string, instant: number): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    instant,
  );
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
