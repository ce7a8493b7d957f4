import { RejectedUploadError } from '../../../errors.ts';
import { parseDate } from '../../dates.ts';
import type { Found } from '../../parsed-document.ts';

/** Members of a JSON object by name in lower case: vocabularies differ from version to version in nothing else. */
export type Members = ReadonlyMap<string, unknown>;

/** Members of a value; none when it is no object. */
export function membersOf(value: unknown): Members {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]) : []);
}

/** A value as a list: itself if it is one, empty if it is absent, else its only item. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A text or number as text; empty counts as absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The first of the named members that holds text, with its name for provenance. */
export function foundText(members: Members, source: string, ...names: string[]): Found<string> | undefined {
  for (const name of names) {
    const value = textOf(members.get(name.toLowerCase()));
    if (value !== undefined) return { value, from: `${source}: ${name}` };
  }
  return undefined;
}

/**
 * The first of the named members that is present, as an instant.
 * @throws RejectedUploadError `date-invalid` naming the member, when it is no date
 */
export function foundDate(
  members: Members,
  source: string,
  timeZone: string,
  ...names: string[]
): Found<string> | undefined {
  const found = foundText(members, source, ...names);
  if (!found) return undefined;
  const value = parseDate(found.value, timeZone);
  if (value !== undefined) return { value, from: found.from };
  throw new RejectedUploadError(
    'date-invalid',
    `The document states "${found.value.slice(0, 80)}" as ${found.from.split(': ')[1] ?? 'a date'}, which is no date. Write it like 2026-01-31T08:00:00Z and upload again.`,
  );
}

/** Names in a list of texts or of objects with a name. */
export function namesOf(value: unknown, ...keys: string[]): string[] {
  return listOf(value).flatMap((item) => {
    const members = membersOf(item);
    const name =
      textOf(item) ?? keys.map((key) => textOf(members.get(key))).find((text) => text !== undefined);
    return name === undefined ? [] : [name];
  });
}

/** A value with its source; absent when there is nothing to tell. */
export function foundList<T>(value: T[], from: string): Found<T[]> | undefined {
  return value.length > 0 ? { value, from } : undefined;
}
