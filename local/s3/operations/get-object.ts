import { checkRead, matches } from '../conditions.ts';
import { noSuchKey, noSuchVersion, S3Error } from '../errors.ts';
import { checksumHeaders, headersOf } from '../object-headers.ts';
import type { ObjectVersion } from '../object-version.ts';
import type { Operation, S3Answer, S3Call } from '../service.ts';

/** GetObject. */
export const getObject: Operation = (call) => readObject(call, true);

/** HeadObject. */
export const headObject: Operation = (call) => readObject(call, false);

function readObject(call: S3Call, withBody: boolean): S3Answer {
  const { request, service } = call;
  const { versioning } = service.buckets.require(call.bucket);
  const version = requireVersion(call);
  checkRead(request.headers, version);

  const headers: NonNullable<S3Answer['headers']> = {
    ...headersOf(version, versioning !== undefined),
    ...overrides(request.query),
  };
  const range = chooseRange(call, version);
  if (range?.parts !== undefined) headers['x-amz-mp-parts-count'] = range.parts;
  const [start, end] = range ? [range.start, range.end] : [0, version.size - 1];
  headers['Content-Length'] = end - start + 1;
  if (range) headers['Content-Range'] = `bytes ${start}-${end}/${version.size}`;
  const wantsChecksum = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  if (wantsChecksum && !range) Object.assign(headers, checksumHeaders(version.facts));
  return {
    status: range ? 206 : 200,
    headers,
    body: withBody ? bytesOf(call, version, start, end) : undefined,
  };
}

/**
 * The version that a request is about, never a delete marker.
 * @throws S3Error 404 `NoSuchKey`, `NoSuchVersion`; 405 when the version asked for is a delete marker.
 */
export function requireVersion({ service, request, bucket, key }: S3Call): ObjectVersion {
  const versionId = request.query.get('versionId');
  const version = service.objects.find(bucket, key, versionId);
  if (!version) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (!version.deleteMarker) return version;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
  if (versionId === undefined) throw noSuchKey(key, headers);
  throw new S3Error(405, 'MethodNotAllowed', 'A delete marker has no content; it can only be deleted.', {
    headers: { ...headers, Allow: 'DELETE', 'Last-Modified': new Date(version.modified).toUTCString() },
  });
}

function bytesOf({ service }: S3Call, version: ObjectVersion, start: number, end: number): S3Answer['body'] {
  const { inline, segments } = version.body;
  return inline ? inline.subarray(start, end + 1) : service.files.read(segments, start, end);
}

/** response-content-type and kin. */
function overrides(query: ReadonlyMap<string, string>): Record<string, string> {
  const names = [
    'cache-control',
    'content-disposition',
    'content-encoding',
    'content-language',
    'content-type',
    'expires',
  ];
  const found = names.map((name) => [name, query.get(`response-${name}`)] as const);
  return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
  parts?: number;
}

function chooseRange({ request }: S3Call, version: ObjectVersion): ByteRange | undefined {
  const partNumber = request.query.get('partNumber');
  if (partNumber !== undefined) return partRange(version, Number(partNumber));
  const ifRange = request.headers.get('if-range');
  const stale = ifRange !== undefined && !matches(ifRange, version.etag);
  return stale ? undefined : parseRange(request.headers.get('range'), version.size);
}

/**
 * One byte range (RFC 9110 section 14). Several ranges, or what is no range, give the whole object, as in S3.
 * @throws S3Error 416 `InvalidRange` when it lies behind the end.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= size) {
    throw new S3Error(416, 'InvalidRange', 'The range lies behind the end of the object.', {
      details: { RangeRequested: header ?? '', ActualObjectSize: size },
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  return { start, end };
}

function partRange(version: ObjectVersion, number: number): ByteRange | undefined {
  const sizes = version.facts.partSizes ?? [version.size];
  const size = sizes[number - 1];
  if (size === undefined) {
    throw new S3Error(416, 'InvalidPartNumber', `The object has ${sizes.length} part(s).`);
  }
  if (version.size === 0) return undefined;
  const start = sizes.slice(0, number - 1).reduce((sum, each) => sum + each, 0);
  return { start, end: start + size - 1, parts: version.facts.partSizes?.length };
}
