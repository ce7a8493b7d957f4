import { InvalidArgumentError } from 'commander';

const units = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400 } as const;

/**
 * A time as people write it on a command line: a date, an instant, or how long ago (`30m`, `12h`, `7d`, `2w`).
 * @param now milliseconds since the epoch
 * @returns ISO 8601 UTC with milliseconds
 * @throws InvalidArgumentError
 */
export function parseSince(text: string, now: number): string {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(now - Number(count) * units[unit as keyof typeof units] * 1000).toISOString();
  }
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError(
      'Write a date as 2026-01-31 or 2026-01-31T08:00:00Z, or how long ago, as 7d or 12h.',
    );
  }
  return new Date(time).toISOString();
}
