import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { Counters, writeCounts } from '../../shared/metrics.ts';
import { eachMessage } from '../../shared/queue-batch.ts';
import { RequestCounter } from '../../shared/request-counter.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { ingestUpload } from './ingest-upload.ts';
import { countUpload, uploadLine } from './report-upload.ts';
import { uploadEventsOf } from './upload-event.ts';

const config = readConfig('ingest', process.env);
const log = createLogger('ingest');
const counters = new Counters(config.catalogTable);
const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});
const sqs = new SQSClient({});
const requests = new RequestCounter([dynamodb, s3, sqs]);
const catalog = new Catalog(dynamodb, config.catalogTable);
const dependencies = { dynamodb, s3, sqs, catalog, clock: systemClock, config };

async function ingestMessage(record: SQSRecord): Promise<void> {
  for (const event of uploadEventsOf(record.body)) {
    const outcome = await ingestUpload(dependencies, event);
    log[outcome.result === 'rejected' ? 'warn' : 'info']('upload', uploadLine(outcome));
    countUpload(counters, outcome);
  }
}

const uploadsOf = ({ body }: SQSRecord) => ({ uploads: uploadEventsOf(body).map(({ key }) => key) });

/** S3 events from the ingest queue: each names an upload whose present state is brought into the catalog. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async (event) => {
    try {
      return await eachMessage(event.Records, ingestMessage, log, uploadsOf);
    } finally {
      counters.count('ingestRequests', requests.take(), true);
    }
  });
