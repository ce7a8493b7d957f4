import type { S3EventRecord } from 'aws-lambda';

/** S3's spelling of a key in an event: form-URL-encoded, slashes left as they are. */
export const encodeEventKey = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The n-th sequencer of a key: hexadecimal, growing, and of varying length as AWS allows
 * (Amazon S3 user guide, "Event message structure").
 */
export function sequencerOf(n: number): string {
  const tail = n % 3 === 1 ? '5C' : '';
  return `00${n.toString(16).toUpperCase().padStart(10, '0')}${tail}`;
}

/** What changed, as far as an event tells. */
export interface ObjectChange {
  eventName: 'ObjectCreated:Put' | 'ObjectRemoved:DeleteMarkerCreated' | 'ObjectRemoved:Delete';
  bucket: string;
  key: string;
  time: Date;
  sequencer: string;
  versionId?: string;
  size?: number;
  /** With quotes; events carry it without. */
  etag?: string;
}

/** A record of an S3 event notification, version 2.1, shaped as AWS shapes it. */
export function s3EventRecord(change: ObjectChange): S3EventRecord {
  const { bucket, key, size, etag, versionId, sequencer } = change;
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: change.time.toISOString(),
    eventName: change.eventName,
    userIdentity: { principalId: 'MODEL' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': 'MODEL', 'x-amz-id-2': 'MODEL' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'uploads',
      bucket: { name: bucket, ownerIdentity: { principalId: 'MODEL' }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: encodeEventKey(key),
        ...(size === undefined ? {} : { size, eTag: etag?.replaceAll('"', '') ?? '' }),
        ...(versionId === undefined ? {} : { versionId }),
        sequencer,
      } as S3EventRecord['s3']['object'],
    },
  };
}
