import * as z from '../zod.ts';

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
