import { noSuchKey, preconditionFailed, S3Error } from './errors.ts';

/** Conditions of a write, as its headers state them. */
export interface WriteConditions {
  ifMatch?: string;
  ifNoneMatch?: string;
}

/** What a condition looks at. */
export interface Validators {
  /** Without quotes. */
  etag: string;
  /** Milliseconds since the epoch. */
  modified: number;
}

export function writeConditions(headers: ReadonlyMap<string, string>): WriteConditions {
  return { ifMatch: headers.get('if-match'), ifNoneMatch: headers.get('if-none-match') };
}

/**
 * Conditional writes as S3 has them (user guide, "Conditional writes"): If-None-Match takes only `*`.
 * @param current the object as it stands; undefined when there is none or a delete marker hides it
 * @throws S3Error 412 `PreconditionFailed`; 404 `NoSuchKey` when If-Match finds nothing.
 */
export function checkWrite(conditions: WriteConditions, key: string, current: Validators | undefined): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') {
      throw new S3Error(
        501,
        'NotImplemented',
        'A conditional write takes If-None-Match: * and no other value.',
      );
    }
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (!current) throw noSuchKey(key);
    if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  }
}

/**
 * Conditional reads (RFC 9110 section 13, with S3's pairs: If-Match outweighs If-Unmodified-Since and
 * If-None-Match outweighs If-Modified-Since).
 * @param prefix `x-amz-copy-source-` for the conditions of a copy's source, which answer 412 where a read answers 304
 * @throws S3Error 412 or 304
 */
export function checkRead(headers: ReadonlyMap<string, string>, current: Validators, prefix = ''): void {
  const condition = (name: string) => headers.get(`${prefix}${name}`);
  // HTTP dates have whole seconds.
  const modified = Math.floor(current.modified / 1000) * 1000;
  const ifMatch = condition('if-match');
  const ifUnmodifiedSince = Date.parse(condition('if-unmodified-since') ?? '');
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  } else if (modified > ifUnmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }

  const ifNoneMatch = condition('if-none-match');
  const ifModifiedSince = Date.parse(condition('if-modified-since') ?? '');
  const unchanged =
    ifNoneMatch !== undefined ? matches(ifNoneMatch, current.etag) : modified <= ifModifiedSince;
  if (!unchanged) return;
  if (prefix !== '')
    throw preconditionFailed(ifNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match');
  throw new S3Error(304, 'NotModified', 'Not modified.', {
    headers: { ETag: `"${current.etag}"`, 'Last-Modified': new Date(modified).toUTCString() },
  });
}

/** Whether an entity-tag list, quoted or bare as some S3 clients send it, names the ETag. */
export function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const tag = item
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return tag === '*' || tag === etag;
  });
}
