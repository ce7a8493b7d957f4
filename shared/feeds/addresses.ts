/** A key of the site bucket, percent-encoded as it stands in an address. Slashes stay. */
export const encodedPath = (key: string): string => encodeURIComponent(key).replaceAll('%2F', '/');

/** Absolute address of a key of the site bucket. @param siteUrl ends with a slash @param key not encoded */
export function siteAddress(siteUrl: string, key: string): string {
  const path = encodedPath(key);
  // What `URL` would make of them; of half a thousand addresses in a sitemap it takes most of the time.
  return siteOf(siteUrl).isPlain && !relative.test(path) ? siteUrl + path : new URL(path, siteUrl).href;
}

/** A path that isn't just appended: from the root, or with a segment of dots. */
const relative = /^\/|(?:^|\/)\.{1,2}(?:\/|$)/;

/** An address as a page of the same site may shorten it: without the host. Others stay as they are. */
export function pathOnSite(address: string, siteUrl: string): string {
  const { origin } = siteOf(siteUrl);
  return address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
}

/** Of the address of a site what is looked at again and again. A process mostly serves one. */
let lastSite = { url: '', origin: '', isPlain: false };

function siteOf(url: string): typeof lastSite {
  if (url === lastSite.url) return lastSite;
  const { href, origin } = new URL(url);
  lastSite = { url, origin, isPlain: href === url && /^https?:[^?#]*\/$/.test(url) };
  return lastSite;
}

/** Absolute address of a document in a page's folder. @param page as `webAddress` gives it @param name needs no encoding */
export function addressBeside(page: string, name: string): string {
  const isFolder = page.endsWith('/') && !/[?#]/.test(page);
  return isFolder ? page + name : new URL(name, page).href;
}

/**
 * An address as readers can use it: absolute, http or https, percent-encoded.
 * Undefined for anything else, such as an `inbox:` reference that was not resolved or a broken URL.
 * @param base against which a relative address is resolved
 */
export function webAddress(address: string, base?: string): string | undefined {
  const url = URL.parse(address.trim().toWellFormed(), base);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}
