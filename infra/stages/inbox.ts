import { Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBucket, EventType } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { canaryUploads } from '../../shared/resources/canary.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import type { PipelineSettings } from '../props.ts';
import type { AccessLogs } from './access-logs.ts';

export interface InboxProps {
  settings: PipelineSettings;
  accessLogs: AccessLogs;
  /** Gets a message for each upload and each deletion. */
  events: Queue;
}

/** Where articles are dropped. Versioned: an upload that was overwritten or deleted by mistake can be had back. */
export class Inbox extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, { settings, accessLogs, events }: InboxProps) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Inbox', {
      settings,
      accessLogs,
      versioned: true,
      lifecycleRules: [
        {
          id: 'old-versions',
          noncurrentVersionExpiration: Duration.days(settings.keepOldUploadsDays),
          expiredObjectDeleteMarker: true,
        },
        {
          // A hundred versions a day that nobody will want back.
          id: 'canary-versions',
          prefix: canaryUploads,
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
    this.announceTo(events);
  }

  /**
   * S3's notification, written on the bucket itself. The CDK's `addEventNotification` would deploy a Lambda function
   * that may reconfigure every bucket of the account, only because bucket and queue policy name each other: here the
   * policy admits the account's buckets, so that the bucket alone refers to the queue.
   */
  private announceTo(events: Queue): void {
    const { policyDependable } = events.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [events.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const bucket = this.bucket.node.defaultChild;
    if (!(bucket instanceof CfnBucket) || !policyDependable) throw new TypeError('the CDK changed its ways');
    bucket.notificationConfiguration = {
      queueConfigurations: [EventType.OBJECT_CREATED, EventType.OBJECT_REMOVED].map((event) => ({
        event,
        queue: events.queueArn,
      })),
    };
    // S3 sends a test message when it is told of a queue, and refuses one that it may not send to.
    bucket.node.addDependency(policyDependable);
  }
}
