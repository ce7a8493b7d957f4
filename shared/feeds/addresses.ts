/** A key of the site bucket, percent-encoded as it stands in an address. Slashes stay. */
export const encodedPath = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

/** Absolute address of a key of the site bucket. @param siteUrl ends with a slash @param key not encoded */
export function siteAddress(siteUrl: string, key: string): string {
  return new URL(encodedPath(key), siteUrl).href;
}

/** Absolute address of a document in a page's folder. @param page as `webAddress` gives it @param name needs no encoding */
export function addressBeside(page: string, name: string): string {
  const isFolder = page.endsWith('/') && !/[?#]/.test(page);
  return isFolder ? page + name : new URL(name, page).href;
}

/** An address as a page of the same site may shorten it: without the host. Others stay as they are. */
export function pathOnSite(address: string, siteUrl: string): string {
  const { origin } = new URL(siteUrl);
  return address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
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
