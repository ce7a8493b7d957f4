import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { reconcileEverySeconds } from '../../shared/resources/settings.ts';
import { given } from '../constructs/given.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { PipelineSettings } from '../props.ts';
import type { Delivery } from './delivery.ts';

export interface ReconcileProps {
  settings: PipelineSettings;
  catalog: Table;
  store: Bucket;
  site: Bucket;
  publishQueue: Queue;
  delivery: Delivery;
}

/** Releases what has become due and repairs drift, on a schedule. */
export class Reconcile extends Construct {
  readonly handler: HandlerFunction;

  constructor(
    scope: Construct,
    id: string,
    { settings, catalog, store, site, publishQueue, delivery }: ReconcileProps,
  ) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      name: 'reconcile',
      settings,
      given: {
        catalogTable: given.table(catalog, [
          'dynamodb:BatchGetItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ]),
        // It looks for objects that shouldn't be there, in both buckets, and leaves removing them to publishing.
        storeBucket: given.bucket(store, { bucket: ['s3:ListBucket'] }),
        siteBucket: given.bucket(site, { bucket: ['s3:ListBucket'], objects: ['s3:GetObject'] }),
        publishQueueUrl: given.queue(publishQueue, ['sqs:SendMessage']),
        siteUrl: given.value(delivery.siteUrl),
        siteSettings: given.value(JSON.stringify(settings.site)),
      },
    });
    const every = Duration.seconds(reconcileEverySeconds);
    // One run at a time: each ends before the next begins, and the next makes up for one that failed.
    this.handler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every });
    new Rule(this, 'Schedule', {
      description: 'Releases articles whose time has come and repairs drift',
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(this.handler.function, { retryAttempts: 0, maxEventAge: every })],
    });
  }
}
