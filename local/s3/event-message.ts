import { encodeForm } from './encoding.ts';
import type { EventName } from './notification-configuration.ts';

/** Who asked for a change; stands in its event. */
export interface Origin {
  requestId: string;
  sourceAddress: string;
  principalId: string;
  region: string;
}

/** A change of an object, as its event tells it. */
export interface ObjectEvent {
  name: EventName;
  bucket: string;
  /** As it is, not encoded. */
  key: string;
  /** Milliseconds since the epoch. */
  time: number;
  sequence: number;
  size?: number;
  etag?: string;
  versionId?: string;
}

/** Second id of a request: S3 sends one with each answer and each event. */
export const extendedRequestId = (requestId: string): string =>
  Buffer.from(`dropwire:${requestId}`).toString('base64');

/** 18 upper-case hex digits that grow with each change; to be compared within one key only. */
export const sequencer = (sequence: number): string => sequence.toString(16).toUpperCase().padStart(18, '0');

/** The message of an event (S3 user guide, "Event message structure"), as JSON with one record. */
export function eventMessage(event: ObjectEvent, configurationId: string, origin: Origin): string {
  const { requestId, sourceAddress, principalId, region } = origin;
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(event.time).toISOString(),
    eventName: event.name,
    userIdentity: { principalId },
    requestParameters: { sourceIPAddress: sourceAddress },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': extendedRequestId(requestId) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: event.bucket,
        ownerIdentity: { principalId },
        arn: `arn:aws:s3:::${event.bucket}`,
      },
      object: {
        key: encodeForm(event.key),
        size: event.size,
        eTag: event.etag,
        versionId: event.versionId,
        sequencer: sequencer(event.sequence),
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** The message that S3 sends to a queue when a configuration starts to name it. */
export function testMessage(bucket: string, time: number, requestId: string): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(time).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: extendedRequestId(requestId),
  });
}
