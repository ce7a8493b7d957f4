import * as z from 'zod';
import { mediaSchema } from '../article/schema.ts';

const mediaFactsSchema = mediaSchema.omit({ url: true, alt: true }).extend({
  name: z.string().describe('Of the file in the store: its content hash and ending'),
});
/** A picture, sound or film that was uploaded. */
export type UploadedMedia = z.infer<typeof mediaFactsSchema>;

/** The catalog's record of one upload key: what was seen last and what became of it. */
export const uploadRecordSchema = z.strictObject({
  key: z.string(),
  version: z.int().describe('Counts the writes; every write is conditional on the one it read'),
  sequencer: z.string().describe('Of the newest S3 event that was dealt with; empty before the first'),
  state: z
    .enum(['accepted', 'rejected', 'deleted', 'working'])
    .describe('working: an upload of several articles that is not finished'),
  articles: z.array(z.uuid()).describe('Articles this upload claims'),
  media: mediaFactsSchema.optional().describe('Set when the upload is a medium, not a document'),
  dropped: z.array(z.uuid()).describe('Articles it claimed once and no longer does'),
  firstSeen: z.string().optional().describe('Earliest upload under this key, ISO 8601 UTC, whole seconds'),
  lastModified: z.string().optional(),
  versionId: z.string().optional(),
  etag: z.string().optional(),
  bytes: z.int().optional(),
  code: z.string().optional().describe('Why it was rejected, for programs'),
  reason: z
    .string()
    .optional()
    .describe('For the uploader: why it was rejected, or which entries of it were left out'),
  at: z.string().describe('When this was recorded, ISO 8601 UTC'),
  expires: z.int().optional().describe('Tombstones go after so long: seconds since the epoch (DynamoDB TTL)'),
});
export type UploadRecord = z.infer<typeof uploadRecordSchema>;

/**
 * Order of two S3 event sequencers of one key: negative when `a` came first. Hexadecimal strings of differing length;
 * the shorter is padded on the right with zeros (Amazon S3 user guide, "Event message structure").
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const left = a.toUpperCase().padEnd(length, '0');
  const right = b.toUpperCase().padEnd(length, '0');
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
