import { describe, expect, test } from '@jest/globals';
import {
  deadLetterRetentionSeconds,
  functionSettings,
  queueSettings,
} from '../../../shared/resources/settings.ts';
import { allOf, propertiesOf, statementsOf } from '../readable-template.ts';
import { template } from '../synthesized.ts';

const queueType = 'AWS::SQS::Queue';
const queue = (id: string) => propertiesOf(template, id, queueType);
const policyOf = (id: string) => statementsOf(propertiesOf(template, `${id}Policy`, 'AWS::SQS::QueuePolicy'));
const all = ['IngestQueueDeadLetters', 'IngestQueue', 'PublishQueueDeadLetters', 'PublishQueue'];

describe('queues', () => {
  test('there are two, and their dead-letter queues', () => {
    expect(allOf(template, queueType).map(([id]) => id)).toEqual(all);
  });

  test.each([
    ['IngestQueue', 'Ingest', queueSettings.ingest, functionSettings.ingest],
    ['PublishQueue', 'Publish', queueSettings.publish, functionSettings.publish],
  ])('%s is set up and delivered as the settings say', (id, handler, settings, limits) => {
    expect(queue(id)).toEqual({
      VisibilityTimeout: settings.visibilityTimeoutSeconds,
      MessageRetentionPeriod: settings.retentionSeconds,
      RedrivePolicy: {
        deadLetterTargetArn: `${id}DeadLetters.Arn`,
        maxReceiveCount: settings.maxReceiveCount,
      },
      SqsManagedSseEnabled: true,
    });
    expect(settings.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * limits.timeoutSeconds);
    expect(queue(`${id}DeadLetters`)).toEqual({
      MessageRetentionPeriod: deadLetterRetentionSeconds,
      SqsManagedSseEnabled: true,
    });
    expect(propertiesOf(template, `${id}Delivery`, 'AWS::Lambda::EventSourceMapping')).toEqual({
      EventSourceArn: `${id}.Arn`,
      FunctionName: `${handler}HandlerFunction`,
      BatchSize: settings.batchSize,
      MaximumBatchingWindowInSeconds: settings.batchingWindowSeconds,
      ScalingConfig: { MaximumConcurrency: settings.maxConcurrency },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test.each(all)('%s refuses all but TLS', (id) => {
    expect(policyOf(id)).toContainEqual({
      Effect: 'Deny',
      Action: 'sqs:*',
      Principal: { AWS: '*' },
      Resource: `${id}.Arn`,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('only S3, for this account, may send to the ingest queue by its policy', () => {
    const allowed = all.map((id) => policyOf(id).filter(({ Effect }) => Effect === 'Allow'));
    const fromS3 = {
      Sid: 'EventsOfThisAccount',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { Service: 's3.amazonaws.com' },
      Resource: 'IngestQueue.Arn',
      Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
    };
    expect(allowed).toEqual([[], [fromS3], [], []]);
  });
});
