import { createHash } from 'node:crypto';
import * as z from '../../shared/zod.ts';

/** An event as EventBridge puts it into a queue, as far as it is used here. */
const busEventSchema = z.object({
  'detail-type': z.string().check(z.minLength(1)),
  time: z.iso.datetime(),
  detail: z.looseObject({ idempotencyKey: z.string().check(z.minLength(1)) }),
});

/** What is sent of an event. */
export interface Webhook {
  /** The same for the same event, whenever and to whomever it is sent. */
  id: string;
  /** JSON: `type`, `timestamp` of the event, and its detail as `data`. */
  body: string;
}

/**
 * Makes of an event what receivers get (Standard Webhooks 1.0.0, "Payload structure").
 * @throws ZodError, SyntaxError when the message is no event
 */
export function webhookOf(message: string): Webhook {
  const event = busEventSchema.parse(JSON.parse(message));
  const body = JSON.stringify({
    type: event['detail-type'].toLowerCase().replaceAll(' ', '.'),
    timestamp: event.time,
    data: event.detail,
  });
  return { id: idOf(event.detail.idempotencyKey), body };
}

/**
 * The idempotency key may hold the name of an upload, and an id that others choose could move the full stops between
 * which id, timestamp and body are signed; nor do all names fit into a header.
 */
const idOf = (idempotencyKey: string): string =>
  `msg_${createHash('sha256').update(idempotencyKey).digest('base64url')}`;
