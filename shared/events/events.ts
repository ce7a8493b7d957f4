import type { PendingChange } from '../catalog/pending-change.ts';
import { siteAddress } from '../feeds/addresses.ts';
import type { PipelineEvent } from './event-schema.ts';

/** Who sends the events: `source` of each. */
export const eventSource = 'dropwire';

/** Every `detail-type`. */
export const eventTypes = [
  'Article Published',
  'Article Updated',
  'Article Withdrawn',
  'Upload Rejected',
] as const satisfies PipelineEvent['detail-type'][];

const articleEvents = {
  published: 'Article Published',
  updated: 'Article Updated',
  withdrawn: 'Article Withdrawn',
} as const;

/** The event of a change, as the catalog noted it with the change itself. */
export function eventOfChange(change: PendingChange, siteUrl: string): PipelineEvent {
  const { id, version, kind, at, path, hash, feeds, left } = change;
  return {
    'detail-type': articleEvents[kind],
    detail: {
      // Versions begin anew in a catalog that was rebuilt.
      idempotencyKey: `${id}:${version}:${at}`,
      id: `urn:uuid:${id}`,
      version,
      url: siteAddress(siteUrl, path),
      at,
      hash,
      feeds,
      left,
    },
  };
}

/** A rejected upload as the catalog recorded it. */
export interface Rejection {
  key: string;
  versionId?: string;
  etag?: string;
  code?: string;
  reason?: string;
  at: string;
}

export function eventOfRejection({ key, versionId, etag, code, reason, at }: Rejection): PipelineEvent {
  const which = versionId ?? etag ?? at;
  return {
    'detail-type': 'Upload Rejected',
    detail: {
      idempotencyKey: `${key}:${which}`,
      key,
      versionId,
      code: code ?? 'unknown',
      reason: reason ?? '',
      at,
    },
  };
}
