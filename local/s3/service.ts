import type { Clock } from '../../shared/clock.ts';
import type { VerifiedSignature } from './authenticate.ts';
import type { BodyFiles } from './body-files.ts';
import type { Buckets } from './buckets.ts';
import type { Database } from './database.ts';
import type { Origin } from './event-message.ts';
import type { Objects } from './objects.ts';
import type { Outbox } from './outbox.ts';
import type { S3Request } from './request.ts';
import type { Credentials } from './sigv4.ts';
import type { Uploads } from './uploads.ts';

/** Everything that the operations work with. */
export interface Service {
  region: string;
  credentials: Credentials;
  clock: Pick<Clock, 'now'>;
  database: Database;
  files: BodyFiles;
  buckets: Buckets;
  objects: Objects;
  uploads: Uploads;
  outbox: Outbox;
}

/** What an operation answers. */
export interface S3Answer {
  /** 200 unless stated. */
  status?: number;
  headers?: Record<string, string | number | undefined>;
  /** A string is XML. A stream comes with its Content-Length header. */
  body?: string | Uint8Array | (AsyncIterable<Uint8Array> & { close(): void });
}

/** One operation of the S3 API on an authenticated request. */
export type Operation = (call: S3Call) => S3Answer | Promise<S3Answer>;

export interface S3Call {
  request: S3Request;
  service: Service;
  signature: VerifiedSignature;
  /** Of the request; '' where the operation is about no bucket. */
  bucket: string;
  /** '' where the operation is about no object. */
  key: string;
}

/** The name under which our one user owns buckets and causes events. */
export const ownerId = 'dropwire-local';

export const originOf = ({ request, service }: Pick<S3Call, 'request' | 'service'>): Origin => ({
  requestId: request.id,
  sourceAddress: request.sourceAddress,
  principalId: `AWS:${ownerId}`,
  region: service.region,
});
