import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { createLogger, logContext } from '../../shared/logging.ts';
import { Counters, writeCounts } from '../../shared/metrics.ts';
import { readConfig } from '../../shared/resources/environment.ts';
import { canaryPace } from '../../shared/resources/settings.ts';
import { CanaryLostError, fly } from './fly.ts';
import { readDocument } from './read-document.ts';

const config = readConfig('canary', process.env);
const log = createLogger('canary');
const counters = new Counters(config.catalogTable);
const dependencies = {
  s3: new S3Client({}),
  clock: systemClock,
  read: readDocument,
  config,
  pace: canaryPace,
};

/** On a schedule: sends an article the way of all articles, and measures how long readers wait. */
export const handler = middy<ScheduledEvent, void>()
  .use(logContext(log))
  .use(writeCounts(counters))
  .handler(async () => {
    try {
      const flight = await fly(dependencies, randomUUID());
      log.info('canary came through', { ...flight });
      counters.milliseconds('canaryDwell', flight.visibleMs);
      counters.milliseconds('canaryWithdrawal', flight.withdrawnMs);
      counters.count('canaryFailures', 0, true);
    } catch (error) {
      if (!(error instanceof CanaryLostError)) throw error;
      log.error('canary was lost', { error });
      counters.count('canaryFailures', 1);
    }
  });
