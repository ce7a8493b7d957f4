import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Sqs } from '../shared/clients.ts';

/** How many messages a queue holds, as far as SQS knows. */
export interface QueueCounts {
  /** To be received now, or after a delay. */
  waiting: number;
  /** Received and neither deleted nor given back: being dealt with, or hidden until they are tried again. */
  inWork: number;
}

export async function readQueueCounts(sqs: Sqs, QueueUrl: string): Promise<QueueCounts> {
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
