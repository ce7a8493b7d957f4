import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { canaryUploadKey } from '../../shared/resources/canary.ts';
import { canaryEverySeconds } from '../../shared/resources/settings.ts';
import { allow, given } from '../constructs/given.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { PipelineSettings } from '../props.ts';
import type { Delivery } from './delivery.ts';

export interface CanaryProps {
  settings: PipelineSettings;
  inbox: Bucket;
  /** Its name tells pipelines apart in metrics; the canary neither reads nor writes it. */
  catalog: Table;
  delivery: Delivery;
}

/** Sends an article through the whole pipeline, on a schedule, and measures how long readers wait. */
export class Canary extends Construct {
  readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, { settings, inbox, catalog, delivery }: CanaryProps) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      name: 'canary',
      settings,
      given: {
        inboxBucket: {
          value: inbox.bucketName,
          allow: [allow(inbox.arnForObjects(canaryUploadKey), ['s3:DeleteObject', 's3:PutObject'])],
        },
        catalogTable: given.value(catalog.tableName),
        siteUrl: given.value(delivery.siteUrl),
        siteSettings: given.value(JSON.stringify(settings.site)),
      },
    });
    const every = Duration.seconds(canaryEverySeconds);
    // One flight at a time, and a late one is worth nothing.
    this.handler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'Schedule', {
      description: 'Sends an article through the pipeline and measures how long readers wait',
      schedule: Schedule.rate(every),
      targets: [
        new LambdaFunction(this.handler.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      ],
    });
  }
}
