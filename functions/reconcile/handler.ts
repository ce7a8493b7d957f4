import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { reconcilePace } from '../../shared/resources/settings.ts';
import { createReconcile } from './reconcile.ts';

const config = readConfig('reconcile', process.env);
const log = createLogger('reconcile');
const dynamodb = new DynamoDBClient({});
const reconcile = createReconcile({
  s3: new S3Client({}),
  dynamodb,
  sqs: new SQSClient({}),
  catalog: new Catalog(dynamodb, config.catalogTable),
  clock: systemClock,
  config,
  pace: reconcilePace,
});

/** Every minute: shows the articles whose time has come, and looks for drift between catalog and site. */
export const handler = middy<ScheduledEvent, void>()
  .use(logContext(log))
  .handler(async () => {
    log.info('reconciled', { ...(await reconcile()) });
  });
