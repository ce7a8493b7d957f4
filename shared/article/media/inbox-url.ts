/**
 * The internal address of an upload that lies beside an article: `inbox:` and its key, each segment percent-encoded.
 * `../` is followed inside the inbox, never out of it; a query or fragment is no part of a key.
 * @param reference relative to the article's folder; a leading slash means the inbox's root
 * @param key upload key of the article
 */
export function inboxUrl(reference: string, key: string): string | undefined {
  const path = reference.replace(/[?#].*$/s, '').replaceAll('\\', '/');
  if (path === '' || path.endsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path)) return undefined;
  const segments = path.split('/').flatMap((segment) => decoded(segment).split('/'));
  const folder = path.startsWith('/') ? [] : key.split('/').slice(0, -1);
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') folder.push(segment);
    else if (folder.pop() === undefined) return undefined;
  }
  const target = folder.join('/');
  if (target === '' || Buffer.byteLength(target) > 1024) return undefined;
  return `inbox:${folder.map(encodeURIComponent).join('/')}`;
}

/** The upload key that an `inbox:` address names. */
export function keyOfInboxUrl(url: string): string | undefined {
  return url.startsWith('inbox:') ? url.slice('inbox:'.length).split('/').map(decoded).join('/') : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment).toWellFormed();
  } catch {
    return segment.toWellFormed();
  }
}
