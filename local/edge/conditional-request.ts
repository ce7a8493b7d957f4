/**
 * Whether the client's copy is still good (RFC 9110, 13.1.2 and 13.1.3): If-None-Match by weak comparison; where it
 * is absent, If-Modified-Since, to the second.
 * @param headers of the request, lower-case names
 * @param etag the entity tag that would be sent; empty for none
 * @param lastModified an HTTP date; undefined for none
 */
export function isNotModified(
  headers: { ifNoneMatch: string | undefined; ifModifiedSince: string | undefined },
  etag: string,
  lastModified: string | undefined,
): boolean {
  if (headers.ifNoneMatch !== undefined) {
    if (headers.ifNoneMatch.trim() === '*') return true;
    return etag !== '' && entityTags(headers.ifNoneMatch).includes(opaque(etag));
  }
  if (headers.ifModifiedSince === undefined || lastModified === undefined) return false;
  const since = Date.parse(headers.ifModifiedSince);
  return !Number.isNaN(since) && Date.parse(lastModified) <= since;
}

/** Whether a Range is to be obeyed (RFC 9110, 13.1.5): If-Range compares strongly, so a weak tag never matches. */
export function rangeStillApplies(
  ifRange: string | undefined,
  etag: string,
  lastModified: string | undefined,
): boolean {
  if (ifRange === undefined) return true;
  const validator = ifRange.trim();
  if (validator.startsWith('"')) return validator === etag;
  return (
    lastModified !== undefined &&
    !validator.startsWith('W/') &&
    Date.parse(validator) === Date.parse(lastModified)
  );
}

/** The part of an entity tag that weak comparison looks at. */
const opaque = (etag: string): string => etag.replace(/^W\//, '');

/** Entity tags of a list; commas may stand inside the quotes. */
const entityTags = (list: string): string[] => (list.match(/(?:W\/)?"[^"]*"/g) ?? []).map(opaque);
