import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Sqs } from '../../shared/clients.ts';
import type { Resources } from '../resources.ts';

/** How many messages a queue holds, by SQS's own count. */
export interface QueueDepth {
  name: string;
  waiting: number;
  /** Being dealt with, or hidden until they are tried again. */
  inWork: number;
  /** Given up after the last attempt. */
  dead: number;
}

export async function readQueueDepths(sqs: Sqs, queues: Resources['queues']): Promise<QueueDepth[]> {
  return Promise.all(
    Object.entries(queues).map(async ([name, { url, deadLetterUrl }]) => {
      const [queue, dead] = await Promise.all([countsOf(sqs, url), countsOf(sqs, deadLetterUrl)]);
      return { name, ...queue, dead: dead.waiting + dead.inWork };
    }),
  );
}

async function countsOf(sqs: Sqs, QueueUrl: string): Promise<{ waiting: number; inWork: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  const visible = Number(Attributes.ApproximateNumberOfMessages ?? 0);
  const delayed = Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0);
  return {
    waiting: visible + delayed,
    inWork: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
