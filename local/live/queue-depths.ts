import type { Sqs } from '../../shared/clients.ts';
import { type QueueCounts, readQueueCounts } from '../queue-counts.ts';
import type { Resources } from '../resources.ts';

/** How full a queue is. */
export interface QueueDepth extends QueueCounts {
  name: string;
  /** Given up after the last attempt. */
  dead: number;
}

export async function readQueueDepths(sqs: Sqs, queues: Resources['queues']): Promise<QueueDepth[]> {
  return Promise.all(
    Object.entries(queues).map(async ([name, { url, deadLetterUrl }]) => {
      const [queue, dead] = await Promise.all([
        readQueueCounts(sqs, url),
        readQueueCounts(sqs, deadLetterUrl),
      ]);
      return { name, ...queue, dead: dead.waiting + dead.inWork };
    }),
  );
}
