import { notFoundKey } from '../../shared/resources/object-keys.ts';
import { type ByteRange, parseRange } from './byte-range.ts';
import { isNotModified, rangeStillApplies } from './conditional-request.ts';
import {
  type EdgeFunctions,
  type EdgeRequest,
  type EdgeResponse,
  type EdgeValues,
  isResponse,
} from './edge-function.ts';
import { policyValues } from './policy.ts';
import { acceptedCoding, encodedBytes, isCompressible, weakened } from './representation.ts';
import type { SiteCache, SiteObject } from './site-cache.ts';

/** What to send. Header values as they go out; the body is bytes, or a stretch of an object to stream. */
export interface Answer {
  status: number;
  statusText: string | undefined;
  headers: EdgeValues;
  body: Buffer | { key: string; etag: string; range: ByteRange } | undefined;
}

export interface EdgeContext {
  cache: SiteCache;
  functions: EdgeFunctions;
}

/** Who asks and over which protocol. */
export interface Viewer {
  ip: string;
  /** `1.0` or `1.1` */
  httpVersion: string;
}

/**
 * Answers a request as the distribution would: viewer-request function, cache or origin, compression, conditions and
 * ranges, response headers policy, viewer-response function; the error page instead of what S3 says of missing keys.
 * @throws OriginError, EdgeFunctionError
 */
export async function answerTo(context: EdgeContext, asked: EdgeRequest, viewer: Viewer): Promise<Answer> {
  const request = context.functions.viewerRequest(asked, viewer.ip);
  if (isResponse(request)) return fromFunction(request, asked);

  const key = keyOf(request.uri);
  const object = key === undefined ? undefined : await context.cache.get(key);
  if (key === undefined || object === undefined) return notFound(context, request, viewer);

  const answer = await represent(object, key, request, viewer);
  // CloudFront runs no viewer-response function on errors.
  if (answer.status >= 400) return answer;
  const response: EdgeResponse = { statusCode: answer.status, headers: answer.headers, cookies: {} };
  const changed = context.functions.viewerResponse(request, response, viewer.ip);
  answer.status = changed.statusCode;
  answer.statusText = changed.statusDescription;
  answer.headers = changed.headers;
  if (changed.body !== undefined) answer.body = bodyOf(changed);
  return answer;
}

/** The object as this client gets it, before any function has seen it. */
async function represent(
  object: SiteObject,
  key: string,
  request: EdgeRequest,
  viewer: Viewer,
): Promise<Answer> {
  const headers = policyValues(request);
  for (const name in object.headers) headers[name] = { value: object.headers[name] ?? '' };
  const header = (name: string) => request.headers[name]?.value;

  const coding =
    header('range') === undefined && object.bytes !== undefined && isCompressible(object)
      ? acceptedCoding(joined(request, 'accept-encoding'), viewer.httpVersion)
      : undefined;
  let etag = object.etag;
  if (isCompressible(object)) headers.vary = { value: 'Accept-Encoding' };
  if (coding) {
    etag = weakened(etag);
    if (etag) headers.etag = { value: etag };
    else delete headers.etag;
    headers['content-encoding'] = { value: coding };
    delete headers['accept-ranges'];
  }

  const lastModified = object.headers['last-modified'];
  const conditions = {
    ifNoneMatch: joined(request, 'if-none-match'),
    ifModifiedSince: header('if-modified-since'),
  };
  if (isNotModified(conditions, etag, lastModified)) {
    for (const name of ['content-type', 'content-encoding', 'content-language', 'content-disposition']) {
      delete headers[name];
    }
    return { status: 304, statusText: undefined, headers, body: undefined };
  }

  const { bytes, length } = object;
  if (bytes !== undefined && coding) {
    const encoded = await encodedBytes(object, bytes, coding);
    headers['content-length'] = { value: String(encoded.length) };
    return { status: 200, statusText: undefined, headers, body: encoded };
  }
  const applies =
    request.method === 'GET' && rangeStillApplies(header('if-range'), object.etag, lastModified);
  const range = applies ? parseRange(header('range'), length) : undefined;
  if (range === 'unsatisfiable') return unsatisfiable(request, length);
  const { first, last } = range ?? { first: 0, last: length - 1 };
  headers['content-length'] = { value: String(last - first + 1) };
  if (range) headers['content-range'] = { value: `bytes ${first}-${last}/${length}` };
  const body = bytes ? bytes.subarray(first, last + 1) : { key, etag: object.etag, range: { first, last } };
  return { status: range ? 206 : 200, statusText: undefined, headers, body };
}

/** The distribution's custom error response: S3's 403 or 404 becomes the error page, with status 404. */
async function notFound(context: EdgeContext, request: EdgeRequest, viewer: Viewer): Promise<Answer> {
  const page = await context.cache.get(notFoundKey);
  if (page?.bytes === undefined) return plainAnswer(404, 'There is nothing at this address.', request);
  const unconditional = { ...request, headers: { ...request.headers } };
  for (const name of ['range', 'if-none-match', 'if-modified-since', 'if-range'])
    delete unconditional.headers[name];
  const answer = await represent(page, notFoundKey, unconditional, viewer);
  for (const name of ['etag', 'last-modified', 'accept-ranges']) delete answer.headers[name];
  for (const name in answer.headers) if (name.startsWith('x-amz-')) delete answer.headers[name];
  return { ...answer, status: 404 };
}

function unsatisfiable(request: EdgeRequest, length: number): Answer {
  const answer = plainAnswer(416, 'The document has no such range of bytes.', request);
  answer.headers['content-range'] = { value: `bytes */${length}` };
  return answer;
}

/** A sentence for errors that have no page. Never kept by caches. */
export function plainAnswer(status: number, sentence: string, request: EdgeRequest | undefined): Answer {
  const body = Buffer.from(`${sentence}\n`);
  const headers = policyValues(request);
  headers['content-type'] = { value: 'text/plain; charset=utf-8' };
  headers['content-length'] = { value: String(body.length) };
  headers['cache-control'] = { value: 'no-store' };
  return { status, statusText: undefined, headers, body };
}

function fromFunction(response: EdgeResponse, request: EdgeRequest): Answer {
  const body = bodyOf(response);
  const headers = Object.assign(policyValues(request), response.headers);
  if (response.statusCode !== 204) headers['content-length'] = { value: String(body.length) };
  return { status: response.statusCode, statusText: response.statusDescription, headers, body };
}

function bodyOf({ body, headers }: EdgeResponse): Buffer {
  const { encoding, data } =
    typeof body === 'object' ? body : { encoding: 'text' as const, data: body ?? '' };
  const bytes = Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8');
  headers['content-length'] = { value: String(bytes.length) };
  return bytes;
}

/** S3 key of an address; undefined when it isn't percent-encoded UTF-8, which S3 refuses. */
function keyOf(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri.slice(1));
  } catch {
    return undefined;
  }
}

function joined(request: EdgeRequest, name: string): string | undefined {
  const header = request.headers[name];
  return header?.multiValue ? header.multiValue.map(({ value }) => value).join(', ') : header?.value;
}
