import type { Claim } from './article-record.ts';

/**
 * Dates of an article. `due` is set only where the document states a time: a clock that differs between S3 and here
 * must not hold back an article that asked for no embargo.
 * An article counts as updated when its content came with a later upload than the first, to the second.
 */
export function datesOf(
  claim: Claim,
  firstSeen: string,
): { published: string; updated: string; due: string | undefined } {
  const due = latest(claim.published, claim.embargo);
  const published = latest(claim.published ?? firstSeen, claim.embargo) ?? firstSeen;
  const uploadedLater = claim.lastModified.slice(0, 19) > firstSeen.slice(0, 19);
  const changed = uploadedLater ? claim.lastModified : published;
  // A stated update in the future would leak: the upload itself is the latest that it can be.
  const stated =
    claim.updated === undefined ? changed : earliest(claim.updated, latest(claim.lastModified, published));
  return { published, updated: latest(stated, published) ?? published, due };
}

/** The earlier of two instants (ISO 8601 UTC), or the one there is. */
export function earliest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** The later of two instants, or the one there is. */
export function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
