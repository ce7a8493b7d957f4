import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { publishBatch } from './publish-batch.ts';
import { Revisions } from './revisions.ts';
import { SiteObjects } from './site-objects.ts';

const config = readConfig('publish', process.env);
const log = createLogger('publish');
const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});
const dependencies = {
  s3,
  dynamodb,
  cloudfront: config.distributionId ? new CloudFrontClient({}) : undefined,
  catalog: new Catalog(dynamodb, config.catalogTable),
  site: new SiteObjects(s3, config.siteBucket),
  revisions: new Revisions(s3, config.storeBucket, config.siteUrl),
  clock: systemClock,
  config,
};

/** Messages from the publish queue: each names articles whose places on the site are brought up to date. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .handler((event) => publishBatch(dependencies, event.Records, log));
