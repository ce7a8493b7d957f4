import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { Counters, writeCounts } from '../../shared/metrics.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { deliverBatch } from './deliver-batch.ts';
import { parseEndpoints } from './endpoints.ts';
import { post } from './post.ts';
import { Secrets } from './secrets.ts';

const config = readConfig('webhooks', process.env);
const log = createLogger('webhooks');
const counters = new Counters(config.catalogTable);
const dependencies = {
  sqs: new SQSClient({}),
  secrets: new Secrets(new SSMClient({}), systemClock),
  endpoints: parseEndpoints(config.webhooks),
  clock: systemClock,
  post,
  random: Math.random,
};

/** Events from the queue of an endpoint: each is sent there, signed, until the endpoint takes it. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async (event) => {
    const outcomes: string[] = [];
    try {
      return await deliverBatch(dependencies, event.Records, log, (outcome) => outcomes.push(outcome));
    } finally {
      const delivered = outcomes.filter((outcome) => outcome === 'delivered').length;
      counters.count('webhooksDelivered', delivered, true);
      counters.count('webhookFailures', outcomes.length - delivered, true);
    }
  });
