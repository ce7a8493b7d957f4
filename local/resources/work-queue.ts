import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { nameOf, type Sqs } from '../../shared/clients.ts';
import { deadLetterRetentionSeconds, type QueueSettings } from '../../shared/resources/settings.ts';

/** A queue in front of a function, with its dead-letter queue. */
export interface WorkQueue {
  url: string;
  arn: string;
  deadLetterUrl: string;
  deadLetterArn: string;
}

/** Creates a queue and its dead-letter queue, or sets those up that are there. */
export async function createWorkQueue(sqs: Sqs, name: string, settings: QueueSettings): Promise<WorkQueue> {
  const dead = await createQueue(sqs, `${name}-dead-letters`, {
    MessageRetentionPeriod: String(deadLetterRetentionSeconds),
  });
  const queue = await createQueue(sqs, name, {
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: dead.arn,
      maxReceiveCount: settings.maxReceiveCount,
    }),
  });
  await allowEvents(sqs, queue);
  return { ...queue, deadLetterUrl: dead.url, deadLetterArn: dead.arn };
}

interface CreatedQueue {
  url: string;
  arn: string;
}

async function createQueue(
  sqs: Sqs,
  name: string,
  Attributes: Record<string, string>,
): Promise<CreatedQueue> {
  const url = (await urlOf(sqs, name)) ?? (await createdUrl(sqs, name));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: answer.Attributes?.QueueArn ?? '' };
}

async function createdUrl(sqs: Sqs, QueueName: string): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
}

async function urlOf(sqs: Sqs, QueueName: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (nameOf(error) === 'QueueDoesNotExist' || nameOf(error)?.endsWith('NonExistentQueue'))
      return undefined;
    throw error;
  }
}

/** S3 may put events into the queue, from buckets of the queue's own account. */
async function allowEvents(sqs: Sqs, { url, arn }: CreatedQueue): Promise<void> {
  const account = arn.split(':')[4];
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
}
