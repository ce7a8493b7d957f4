import { parseDate } from '../../dates.ts';
import type { Found } from '../../parsed-document.ts';

/** A value with its source, if there is a value. */
export function stated(value: string | undefined, from: string): Found<string> | undefined {
  const trimmed = value?.trim();
  return trimmed ? { value: trimmed, from } : undefined;
}

/** The first text that is a date. In a feed one wrong date must not cost the other articles: it counts as absent. */
export function statedDate(
  timeZone: string,
  ...candidates: [string | undefined, string][]
): Found<string> | undefined {
  for (const [text, from] of candidates) {
    const value = text === undefined ? undefined : parseDate(text, timeZone);
    if (value !== undefined) return { value, from };
  }
  return undefined;
}

/** Values with their source, if there are any. */
export function statedList<T>(value: T[], from: string): Found<T[]> | undefined {
  return value.length > 0 ? { value, from } : undefined;
}
