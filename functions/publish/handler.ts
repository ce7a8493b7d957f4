import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { withoutLogger } from '../../shared/clients.ts';
import { systemClock } from '../../shared/clock.ts';
import { eventBridge } from '../../shared/events/event-bus.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { Counters, writeCounts } from '../../shared/metrics.ts';
import { RequestCounter } from '../../shared/request-counter.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { cloudFront } from './cdn.ts';
import { publishBatch } from './publish-batch.ts';
import { countBatch, logBatch } from './report-batch.ts';
import { Revisions } from './revisions.ts';
import { SiteObjects } from './site-objects.ts';

const config = readConfig('publish', process.env);
const log = createLogger('publish');
const counters = new Counters(config.catalogTable);
const s3 = withoutLogger(new S3Client({}));
const dynamodb = withoutLogger(new DynamoDBClient({}));
const requests = new RequestCounter([s3, dynamodb]);
const dependencies = {
  s3,
  dynamodb,
  cdn: config.distributionId
    ? cloudFront(config.distributionId, (client) => requests.add(client))
    : undefined,
  events: config.eventBusName
    ? eventBridge(config.eventBusName, (client) => requests.add(client))
    : undefined,
  catalog: new Catalog(dynamodb, config.catalogTable),
  site: new SiteObjects(s3, config.siteBucket),
  revisions: new Revisions(s3, config.storeBucket, config.siteUrl),
  clock: systemClock,
  config,
};

/** Messages from the publish queue: each names articles whose places on the site are brought up to date. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async (event) => {
    try {
      const outcome = await publishBatch(dependencies, event.Records, log);
      logBatch(log, outcome);
      countBatch(counters, outcome);
      return { batchItemFailures: outcome.batchItemFailures };
    } finally {
      counters.count('publishRequests', requests.take(), true);
    }
  });
