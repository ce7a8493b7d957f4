import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
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
import { ingestBatch } from './ingest-batch.ts';
import type { IngestOutcome } from './ingest-upload.ts';
import { countUpload, uploadLine } from './report-upload.ts';

const config = readConfig('ingest', process.env);
const log = createLogger('ingest');
const counters = new Counters(config.catalogTable);
const dynamodb = withoutLogger(new DynamoDBClient({}));
const s3 = withoutLogger(new S3Client({}));
const sqs = withoutLogger(new SQSClient({}));
const requests = new RequestCounter([dynamodb, s3, sqs]);
const catalog = new Catalog(dynamodb, config.catalogTable);
const events = config.eventBusName
  ? eventBridge(config.eventBusName, (client) => requests.add(client))
  : undefined;
const dependencies = { dynamodb, s3, sqs, events, catalog, clock: systemClock, config };

function report(outcome: IngestOutcome): void {
  log[outcome.result === 'rejected' ? 'warn' : 'info']('upload', uploadLine(outcome));
  countUpload(counters, outcome);
}

/** S3 events from the ingest queue: each names an upload whose present state is brought into the catalog. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async (event) => {
    try {
      return await ingestBatch(dependencies, event.Records, log, report);
    } finally {
      counters.count('ingestRequests', requests.take(), true);
    }
  });
