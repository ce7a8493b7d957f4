import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { ServiceModel } from './service-model.ts';

/** An event that the bus took. */
export interface TakenEvent {
  type: string;
  detail: { idempotencyKey: string; id?: string; version?: number; key?: string };
}

/** EventBridge as far as the pipeline uses it: a bus that takes events and keeps them. */
export class EventBridgeModel extends ServiceModel {
  readonly taken: TakenEvent[] = [];

  protected operations(): object {
    return { PutEvents: this.PutEvents };
  }

  PutEvents({ Entries = [] }: PutEventsCommandInput): object {
    if (Entries.length === 0 || Entries.length > 10) throw new RangeError('PutEvents takes 1 to 10 entries');
    for (const { DetailType = '', Detail = '' } of Entries) {
      this.taken.push({ type: DetailType, detail: JSON.parse(Detail) });
    }
    return { FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: String(index) })) };
  }
}
