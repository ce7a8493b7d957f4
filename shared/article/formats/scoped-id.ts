/**
 * An id as a feed states it, fit to tell articles of different feeds apart: URIs and UUIDs stand for themselves,
 * anything else (a number, a word) counts within its feed only.
 * @param scope what names the feed
 */
export function scopedId(id: string, scope: string): string {
  const trimmed = id.trim();
  const isGlobal =
    /^[a-z][a-z0-9+.-]+:\S+$/i.test(trimmed) ||
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(trimmed);
  return isGlobal ? trimmed : `${scope}#${trimmed}`;
}
