import { s3Error } from '../service-error.ts';
import type { ObjectVersion } from './bucket-model.ts';

/** Conditions of a request on the object as it stands. */
export interface Preconditions {
  IfMatch?: string;
  IfNoneMatch?: string;
}

const unquoted = (etag: string): string => etag.replace(/^"|"$/g, '');
const matches = (wanted: string, etag: string): boolean =>
  wanted === '*' || unquoted(wanted) === unquoted(etag);
const failed = (condition: string): Error =>
  Object.assign(
    s3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold'),
    { Condition: condition },
  );

/** Conditional writes: 412 on mismatch, 404 when `IfMatch` finds nothing (Amazon S3 user guide, "Conditional writes"). */
export function checkWrite(
  current: ObjectVersion | undefined,
  { IfMatch, IfNoneMatch }: Preconditions,
): void {
  const alive = current?.bytes ? current : undefined;
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw s3Error('NotImplemented', 501, 'IfNoneMatch of a write takes only *.');
    if (alive) throw failed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (!alive) throw s3Error('NoSuchKey', 404, 'The specified key does not exist.');
    if (!matches(IfMatch, alive.etag)) throw failed('If-Match');
  }
}

/** Conditional deletes: as for writes, but a delete marker counts as a mismatch. */
export function checkDelete(current: ObjectVersion | undefined, IfMatch: string | undefined): void {
  if (IfMatch === undefined) return;
  if (!current) throw s3Error('NoSuchKey', 404, 'The specified key does not exist.');
  if (!current.bytes || !matches(IfMatch, current.etag)) throw failed('If-Match');
}

/** Conditional reads: 412 when `IfMatch` fails, 304 when `IfNoneMatch` does. */
export function checkRead(version: ObjectVersion, { IfMatch, IfNoneMatch }: Preconditions): void {
  if (IfMatch !== undefined && !matches(IfMatch, version.etag)) throw failed('If-Match');
  if (IfNoneMatch !== undefined && matches(IfNoneMatch, version.etag)) {
    throw s3Error('304', 304, 'UnknownError');
  }
}
