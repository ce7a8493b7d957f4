import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterRetentionSeconds, type QueueSettings } from '../../shared/resources/settings.ts';
import { allow } from './given.ts';
import type { HandlerFunction } from './handler-function.ts';

/** A queue in front of a function, and the dead-letter queue behind it. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly settings: QueueSettings;

  constructor(scope: Construct, id: string, settings: QueueSettings) {
    super(scope, id);
    this.settings = settings;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.seconds(deadLetterRetentionSeconds),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(settings.visibilityTimeoutSeconds),
      retentionPeriod: Duration.seconds(settings.retentionSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }

  /** Lets Lambda deliver the queue's messages to a function, in batches of which single messages may fail. */
  deliverTo(handler: HandlerFunction): void {
    handler.role.addToPolicy(
      allow(this.queue.queueArn, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']),
    );
    new EventSourceMapping(this, 'Delivery', {
      eventSourceArn: this.queue.queueArn,
      target: handler.function satisfies IFunction,
      batchSize: this.settings.batchSize,
      maxBatchingWindow: Duration.seconds(this.settings.batchingWindowSeconds),
      maxConcurrency: this.settings.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
