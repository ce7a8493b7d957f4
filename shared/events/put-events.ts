import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { chunks } from '../chunks.ts';
import { RetryableError } from '../errors.ts';
import type { EventBridge } from './event-bus.ts';
import type { PipelineEvent } from './event-schema.ts';
import { eventSource } from './events.ts';

export { EventBridgeClient } from '@aws-sdk/client-eventbridge';

/** Entries of one PutEvents (Amazon EventBridge quotas). Each is far below the 256 KB that they may have together. */
const eventsPerRequest = 10;

/** @throws RetryableError `events-refused` when the bus did not take every event; some may be on it */
export async function putEvents(
  client: EventBridge,
  EventBusName: string,
  events: readonly PipelineEvent[],
): Promise<void> {
  for (const some of chunks(events, eventsPerRequest)) {
    const Entries = some.map((event) => ({
      EventBusName,
      Source: eventSource,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
      Time: timeOf(event.detail.at),
    }));
    const answer = await client.send(new PutEventsCommand({ Entries }));
    const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused || (answer.FailedEntryCount ?? 0) > 0) {
      const why = `${refused?.ErrorCode ?? 'unknown'}: ${refused?.ErrorMessage ?? ''}`;
      throw new RetryableError('events-refused', `The event bus refused an event (${why}).`);
    }
  }
}

function timeOf(at: string): Date | undefined {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
