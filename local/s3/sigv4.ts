import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { encodeUri, encodeUriPath } from './encoding.ts';

/** An access key, as SDKs take it. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** `20260131/eu-west-1/s3/aws4_request`, taken apart. */
export interface CredentialScope {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
}

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Undefined when the text is not `key/date/region/service/aws4_request`. */
export function parseCredential(text: string): CredentialScope | undefined {
  const match = /^(.+)\/(\d{8})\/([^/]*)\/([^/]*)\/aws4_request$/.exec(text);
  if (!match) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = ''] = match;
  return { accessKeyId, date, region, service };
}

export const scopeText = (scope: CredentialScope): string =>
  `${scope.date}/${scope.region}/${scope.service}/aws4_request`;

const derivedKeys = new Map<string, Buffer>();
const mostDerivedKeys = 16;

/** The key that one secret, day, region and service sign with. The last few are kept: deriving one takes four HMACs. */
export function signingKey(secret: string, scope: CredentialScope): Buffer {
  const name = `${scopeText(scope)} ${secret}`;
  let key = derivedKeys.get(name);
  if (!key) {
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.date), scope.region), scope.service), 'aws4_request');
    if (derivedKeys.size >= mostDerivedKeys) derivedKeys.clear();
    derivedKeys.set(name, key);
  }
  return key;
}

/** Signature of a text, lower-case hex. */
export const sign = (key: Uint8Array, text: string): string => hmac(key, text).toString('hex');

/** Compares signatures in constant time. */
export function sameSignature(actual: string, expected: string): boolean {
  const a = Buffer.from(actual);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Milliseconds since the epoch of `20260131T080000Z`; undefined when it is not such a date. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

export interface CanonicalParts {
  method: string;
  /** Decoded. */
  path: string;
  queryPairs: readonly (readonly [string, string])[];
  headers: ReadonlyMap<string, string>;
  signedHeaders: readonly string[];
  payloadHash: string;
}

/** The canonical request (AWS SigV4 guide, "Create a canonical request"); S3 encodes the path once. */
export function canonicalRequest(parts: CanonicalParts): string {
  const query = parts.queryPairs
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort(byName)
    .join('&');
  const headers = parts.signedHeaders.map((name) => {
    const value = parts.headers.get(name) ?? '';
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [
    parts.method,
    encodeUriPath(parts.path),
    query,
    headers.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

/** By name, then value: comparing whole pairs would put `a=` after `a-b=`. */
function byName(left: string, right: string): number {
  const [a, b] = [left.split('=', 2), right.split('=', 2)];
  const [aName = '', aValue = ''] = a;
  const [bName = '', bValue = ''] = b;
  if (aName !== bName) return aName < bName ? -1 : 1;
  return aValue < bValue ? -1 : aValue > bValue ? 1 : 0;
}

/** The text that a request's signature is made of. @param time `20260131T080000Z` */
export const stringToSign = (time: string, scope: CredentialScope, canonical: string): string =>
  ['AWS4-HMAC-SHA256', time, scopeText(scope), sha256Hex(canonical)].join('\n');
