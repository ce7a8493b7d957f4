import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { PipelineEvent } from './event-schema.ts';

/** The EventBridge client as it is used here: the one method that is called. */
export type EventBridge = Pick<EventBridgeClient, 'send'>;

/** Where events go. */
export interface EventBus {
  /** Resolves once all events are taken. @throws RetryableError `events-refused`; some may have been taken then */
  send(events: readonly PipelineEvent[]): Promise<void>;
}

/**
 * A bus of EventBridge. Its client is loaded with the first event: ingest sends one for rejected uploads only.
 * @param made is given the client, once
 */
export function eventBridge(busName: string, made: (client: EventBridgeClient) => void): EventBus {
  let loaded: Promise<EventBus> | undefined;
  const load = async () => {
    const { EventBridgeClient, putEvents } = await import('./put-events.ts');
    const client = new EventBridgeClient({});
    made(client);
    return { send: (events: readonly PipelineEvent[]) => putEvents(client, busName, events) };
  };
  return {
    async send(events) {
      if (events.length === 0) return;
      loaded ??= load();
      await (await loaded).send(events);
    },
  };
}
