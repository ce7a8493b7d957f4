import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { releaseDue } from './release-due.ts';

const config = readConfig('reconcile', process.env);
const log = createLogger('reconcile');
const dynamodb = new DynamoDBClient({});
const dependencies = {
  dynamodb,
  sqs: new SQSClient({}),
  catalog: new Catalog(dynamodb, config.catalogTable),
  clock: systemClock,
  config,
};

/** Every minute: shows the articles whose time has come. */
export const handler = middy<ScheduledEvent, void>()
  .use(logContext(log))
  .handler(async () => {
    const released = await releaseDue(dependencies);
    if (released.length > 0) log.info('released', { articles: released });
  });
