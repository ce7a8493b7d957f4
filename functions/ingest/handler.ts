import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { eachMessage } from '../../shared/queue-batch.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { ingestUpload } from './ingest-upload.ts';
import { uploadEventsOf } from './upload-event.ts';

const config = readConfig('ingest', process.env);
const log = createLogger('ingest');
const dynamodb = new DynamoDBClient({});
const dependencies = {
  dynamodb,
  s3: new S3Client({}),
  sqs: new SQSClient({}),
  catalog: new Catalog(dynamodb, config.catalogTable),
  clock: systemClock,
  config,
};

async function ingestMessage(record: SQSRecord): Promise<void> {
  for (const event of uploadEventsOf(record.body)) {
    log.info('upload', { ...(await ingestUpload(dependencies, event)) });
  }
}

/** S3 events from the ingest queue: each names an upload whose present state is brought into the catalog. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .handler((event) => eachMessage(event.Records, ingestMessage, log));
