import { RetryableError } from '../../shared/errors.ts';
import * as z from '../../shared/zod.ts';

/** Something may have happened to an upload. */
export interface UploadEvent {
  /** The upload key, decoded. */
  key: string;
  /** Order of events of one key; absent when an upload is looked at again without an event (backfill). */
  sequencer?: string;
  /** When it happened, ISO 8601 UTC. */
  time: string;
  /** Whether the event speaks of an upload, not of a deletion. */
  created: boolean;
}

const s3RecordSchema = z.object({
  eventSource: z.literal('aws:s3'),
  eventTime: z.string(),
  eventName: z.string(),
  s3: z.object({ object: z.object({ key: z.string(), sequencer: z.string() }) }),
});

const messageSchema = z.union([
  z.object({ Records: z.array(s3RecordSchema) }),
  z.object({ Event: z.literal('s3:TestEvent') }),
  z.object({ backfill: z.object({ key: z.string(), time: z.string() }) }),
]);

/**
 * Reads a message of the ingest queue: an S3 event notification ("Event message structure" in the Amazon S3 user
 * guide; object keys are form-URL-encoded there), the test event S3 sends when notifications are set up, or a
 * backfill request.
 * @throws RetryableError `message-unreadable`: it ends in the dead-letter queue, where a person can look at it
 */
export function uploadEventsOf(body: string): UploadEvent[] {
  const parsed = messageSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new RetryableError('message-unreadable', 'A message in the ingest queue is no S3 event.', {
      cause: parsed.error,
    });
  }
  const message = parsed.data;
  if ('Event' in message) return [];
  if ('backfill' in message) return [{ ...message.backfill, created: false }];
  return message.Records.map(({ eventName, eventTime, s3 }) => ({
    key: decodeEventKey(s3.object.key),
    sequencer: s3.object.sequencer,
    time: new Date(eventTime).toISOString(),
    created: eventName.startsWith('ObjectCreated:'),
  }));
}

function decodeEventKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
