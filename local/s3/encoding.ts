import { S3Error } from './errors.ts';

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Percent-encoding of Signature Version 4: all but RFC 3986's unreserved characters. */
export const encodeUri = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, percent);

/** The same with slashes left alone, for paths. */
export const encodeUriPath = (text: string): string => encodeUri(text).replaceAll('%2F', '/');

/**
 * Form-URL-encoding with slashes left alone: how keys stand in event messages and in listings with
 * encoding-type=url (space becomes `+`).
 */
export const encodeForm = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, percent)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');

/** Undoes percent-encoding. @throws S3Error `InvalidURI` when the result is not UTF-8. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Error(400, 'InvalidURI', 'The address is not valid percent-encoded UTF-8.', { cause });
  }
}

/** Name-value pairs of a query string, decoded, in order; a parameter without `=` has the value ''. */
export function parseQuery(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeUri(name.replaceAll('+', ' ')), decodeUri(value.join('=').replaceAll('+', ' '))];
    });
}
