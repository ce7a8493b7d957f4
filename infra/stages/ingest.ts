import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { given } from '../constructs/given.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { PipelineSettings } from '../props.ts';

export interface IngestProps {
  settings: PipelineSettings;
  queue: WorkQueue;
  inbox: Bucket;
  store: Bucket;
  catalog: Table;
  publishQueue: Queue;
  bus: EventBus;
}

/** Turns uploads into articles: inbox to store and catalog, then a word to publishing. */
export class Ingest extends Construct {
  readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { settings, queue, inbox, store, catalog, publishQueue, bus } = props;
    this.handler = new HandlerFunction(this, 'Handler', {
      name: 'ingest',
      settings,
      given: {
        inboxBucket: given.bucket(inbox, {
          // Without ListBucket, S3 says 403 of a key that is gone, not 404.
          bucket: ['s3:ListBucket', 's3:ListBucketVersions'],
          objects: [
            's3:GetObject',
            's3:GetObjectTagging',
            's3:GetObjectVersion',
            's3:GetObjectVersionTagging',
            's3:PutObjectTagging',
            's3:PutObjectVersionTagging',
          ],
        }),
        storeBucket: given.bucket(store, { objects: ['s3:PutObject'] }),
        catalogTable: given.table(catalog, [
          'dynamodb:ConditionCheckItem',
          'dynamodb:DeleteItem',
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ]),
        // A media upload has the articles that show it looked at again.
        ingestQueueUrl: given.queue(queue.queue, ['sqs:SendMessage']),
        publishQueueUrl: given.queue(publishQueue, ['sqs:SendMessage']),
        siteSettings: given.value(JSON.stringify(settings.site)),
        eventBusName: given.bus(bus),
      },
    });
    queue.deliverTo(this.handler);
  }
}
