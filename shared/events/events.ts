import type { PendingChange } from '../catalog/pending-change.ts';
import { siteAddress } from '../feeds/addresses.ts';
import { once } from '../once.ts';
import * as z from '../zod.ts';

/** Who sends the events: `source` of each. */
export const eventSource = 'dropwire';

const instant = z.iso.datetime();
const idempotencyKey = z.described(
  z.string(),
  'The same for the same event, however often it is delivered; no two events share one',
);

const articleDetailSchema = z.strictObject({
  idempotencyKey,
  id: z.described(z.string(), 'Of the article: urn:uuid:…, as in feeds'),
  version: z.described(
    z.int().check(z.positive()),
    'Rises with each change of the article: apply none that is older than yours',
  ),
  url: z.described(z.url(), 'Page of the article; article.json and ninjs.json stand beside it'),
  at: z.described(
    z.string(),
    'When the change was asked for: of the upload, its deletion, or the date it was due',
  ),
  hash: z.described(z.optional(z.string()), 'Content hash; absent of a withdrawal'),
  feeds: z.described(z.array(z.string()), 'Where the article stands now; of a withdrawal, where it stood'),
  left: z.described(z.optional(z.array(z.string())), 'Feeds that an update took it out of'),
});

const rejectedDetailSchema = z.strictObject({
  idempotencyKey,
  key: z.described(z.string(), 'Of the upload in the inbox'),
  versionId: z.optional(z.string()),
  code: z.described(z.string(), 'Why, for programs'),
  reason: z.described(z.string(), 'Why, for the uploader'),
  at: z.described(instant, 'When it was recorded'),
});

const articleEvent = <T extends string>(type: T) =>
  z.strictObject({ 'detail-type': z.literal(type), detail: articleDetailSchema });

/** What every event says, beside what EventBridge adds (its id, the account, the region and so on). */
export const eventSchema = z.discriminatedUnion('detail-type', [
  articleEvent('Article Published'),
  articleEvent('Article Updated'),
  articleEvent('Article Withdrawn'),
  z.strictObject({ 'detail-type': z.literal('Upload Rejected'), detail: rejectedDetailSchema }),
]);
export type PipelineEvent = z.infer<typeof eventSchema>;

/** Every `detail-type`. */
export const eventTypes = [
  'Article Published',
  'Article Updated',
  'Article Withdrawn',
  'Upload Rejected',
] as const satisfies PipelineEvent['detail-type'][];

/** The schema of events as JSON Schema 2020-12: `/schema/events.v1.json`. */
export const eventsJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(eventSchema),
    title: 'Event',
    description: 'detail-type and detail of the events that Dropwire sends to EventBridge',
  }),
);

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
