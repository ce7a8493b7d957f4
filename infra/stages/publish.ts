import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { given } from '../constructs/given.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { PipelineSettings } from '../props.ts';
import type { Delivery } from './delivery.ts';

export interface PublishProps {
  settings: PipelineSettings;
  queue: WorkQueue;
  store: Bucket;
  catalog: Table;
  site: Bucket;
  delivery: Delivery;
  bus: EventBus;
}

/** Brings pages and feeds up to what the catalog says. */
export class Publish extends Construct {
  readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, props: PublishProps) {
    super(scope, id);
    const { settings, queue, store, catalog, site, delivery, bus } = props;
    this.handler = new HandlerFunction(this, 'Handler', {
      name: 'publish',
      settings,
      given: {
        // Without ListBucket, S3 says 403 of an object that isn't there, not 404, and the handler must tell these apart.
        storeBucket: given.bucket(store, {
          bucket: ['s3:ListBucket'],
          objects: ['s3:DeleteObject', 's3:GetObject'],
        }),
        siteBucket: given.bucket(site, {
          bucket: ['s3:ListBucket'],
          objects: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        }),
        // Its writes: an article's record once its condemned revisions are gone, which notes the feeds again; and
        // where the change log stands, with what is in it for good.
        catalogTable: given.table(catalog, [
          'dynamodb:BatchWriteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ]),
        siteUrl: given.value(delivery.siteUrl),
        siteSettings: given.value(JSON.stringify(settings.site)),
        eventBusName: given.bus(bus),
        distributionId: given.distribution(Stack.of(this), delivery.distribution.distributionId, [
          'cloudfront:CreateInvalidation',
        ]),
      },
    });
    queue.deliverTo(this.handler);
  }
}
