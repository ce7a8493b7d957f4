import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { withoutLogger } from '../../shared/clients.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { Counters, writeCounts } from '../../shared/metrics.ts';
import { RequestCounter } from '../../shared/request-counter.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { reconcilePace } from '../../shared/resources/settings.ts';
import { createReconcile } from './reconcile.ts';
import { tellHubs } from './tell-hubs.ts';

const config = readConfig('reconcile', process.env);
const log = createLogger('reconcile');
const counters = new Counters(config.catalogTable);
const dynamodb = withoutLogger(new DynamoDBClient({}));
const s3 = withoutLogger(new S3Client({}));
const sqs = withoutLogger(new SQSClient({}));
const requests = new RequestCounter([dynamodb, s3, sqs]);
const reconcile = createReconcile({
  s3,
  dynamodb,
  sqs,
  catalog: new Catalog(dynamodb, config.catalogTable),
  clock: systemClock,
  config,
  pace: reconcilePace,
});

/** Every minute: shows the articles whose time has come, and looks for drift between catalog and site. */
export const handler = middy<ScheduledEvent, void>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async () => {
    try {
      const summary = await reconcile();
      log.info('reconciled', { ...summary });
      counters.count('released', summary.released);
      counters.count('orphans', summary.orphans);
      counters.count('unclaimedRevisions', summary.revisions);
      const { topics, failed } = await tellHubs({ s3, dynamodb, clock: systemClock, config, fetch });
      if (topics > 0) log.info('hubs were told', { topics });
      if (failed.length > 0) log.warn('hubs did not take what they were told', { hubs: failed });
      counters.count('hubFailures', failed.length);
    } finally {
      counters.count('reconcileRequests', requests.take(), true);
    }
  });
