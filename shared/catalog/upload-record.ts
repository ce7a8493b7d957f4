import { mediaSchema } from '../article/media-schema.ts';
import * as z from '../zod.ts';

const mediaFactsSchema = z.extend(z.omit(mediaSchema, { url: true, alt: true }), {
  /** Of the file in the store: its content hash and ending. */
  name: z.string(),
});
/** A picture, sound or film that was uploaded. */
export type UploadedMedia = z.infer<typeof mediaFactsSchema>;

/** The catalog's record of one upload key: what was seen last and what became of it. */
export const uploadRecordSchema = z.strictObject({
  key: z.string(),
  /** Counts the writes; every write is conditional on the one it read. */
  version: z.int(),
  /** Of the newest S3 event that was dealt with; empty before the first. */
  sequencer: z.string(),
  /** working: an upload of several articles that is not finished. */
  state: z.enum(['accepted', 'rejected', 'deleted', 'working']),
  /** Articles this upload claims. */
  articles: z.array(z.uuid()),
  /** Set when the upload is a medium, not a document. */
  media: z.optional(mediaFactsSchema),
  /** Articles it claimed once and no longer does. */
  dropped: z.array(z.uuid()),
  /** Earliest upload under this key, ISO 8601 UTC, whole seconds. */
  firstSeen: z.optional(z.string()),
  lastModified: z.optional(z.string()),
  versionId: z.optional(z.string()),
  etag: z.optional(z.string()),
  bytes: z.optional(z.int()),
  /** Why it was rejected, for programs. */
  code: z.optional(z.string()),
  /** For the uploader: why it was rejected, or which entries of it were left out. */
  reason: z.optional(z.string()),
  /** When this was recorded, ISO 8601 UTC. */
  at: z.string(),
  /** Tombstones go after so long: seconds since the epoch (DynamoDB TTL). */
  expires: z.optional(z.int()),
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
