import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  counted,
  rejectionRate,
  siteErrors,
  staleness,
  throttles,
  undelivered,
  type Watched,
} from './measures.ts';

/** One alarm. It goes off when so many of the last periods are at the threshold or beyond. */
export interface AlarmSpec {
  /** Ends the alarm's name, and is the title of its entry in docs/runbook.md. */
  name: string;
  /** One sentence for whoever gets the mail. */
  says: string;
  metric: IMetric;
  threshold: number;
  /** Of how many periods how many must be bad. */
  periods: [bad: number, of: number];
  comparison?: ComparisonOperator;
  missing?: TreatMissingData;
  /** Its metric exists in us-east-1 only, and an alarm must be where its metric is: elsewhere there is none. */
  onlyInUsEast1?: boolean;
}

const fiveMinutes = Duration.minutes(5);

/**
 * Every alarm of the pipeline. None of them minds a site on which nothing happens: what isn't counted isn't bad, but
 * for the runs of reconcile, which are never missing.
 */
export function alarmSpecs(watched: Watched): AlarmSpec[] {
  return [
    ...ofFunctions(watched),
    ...ofQueues(watched),
    ...ofContent(watched),
    ...ofSite(watched),
    ...(watched.functions.canary ? ofCanary(watched) : []),
    ...(watched.functions.webhooks ? ofWebhooks(watched, watched.functions.webhooks) : []),
  ];
}

function ofFunctions(watched: Watched): AlarmSpec[] {
  const { functions } = watched;
  const errors = (['ingest', 'publish', 'reconcile'] as const).map((name) =>
    failing(name, functions[name], fiveMinutes),
  );
  return [
    ...errors,
    {
      name: 'throttles',
      says: 'Lambda keeps turning invocations away.',
      metric: throttles(watched, fiveMinutes),
      threshold: 1,
      periods: [3, 3],
    },
    {
      name: 'reconcile-not-running',
      says: 'The reconcile function has stopped being called: embargoed articles do not appear.',
      metric: functions.reconcile.metricInvocations({ period: fiveMinutes }),
      threshold: 1,
      periods: [2, 2],
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
    },
  ];
}

function failing(name: string, watched: IFunction, period: Duration): AlarmSpec {
  return {
    name: `${name}-errors`,
    says: `The ${name} function keeps failing as a whole: it crashes, runs out of time or can't start.`,
    metric: watched.metricErrors({ period }),
    threshold: 1,
    // Queues and schedule try again: once is no reason to wake anybody.
    periods: [2, 3],
  };
}

function ofSite(watched: Watched): AlarmSpec[] {
  return [
    {
      name: 'site-errors',
      says: 'One in twenty of the readers’ requests ends in a server error.',
      metric: siteErrors(watched, fiveMinutes),
      threshold: 5,
      periods: [2, 3],
      onlyInUsEast1: true,
    },
  ];
}

function ofCanary(watched: Watched): AlarmSpec[] {
  const { canary } = watched.functions;
  const halfHour = Duration.minutes(30);
  return [
    ...(canary ? [failing('canary', canary, halfHour)] : []),
    {
      name: 'canary-failing',
      says: 'Articles do not get through: the canary’s did not show in its feed, or did not leave it, in two minutes.',
      metric: counted(watched, 'canaryFailures', halfHour),
      threshold: 1,
      periods: [2, 2],
    },
    {
      name: 'canary-slow',
      says: 'Articles take more than a minute to show through the CDN.',
      metric: counted(watched, 'canaryDwell', Duration.hours(1), Stats.AVERAGE),
      threshold: 60_000,
      periods: [2, 2],
    },
  ];
}

/** The age of their queues is none of them: a receiver may be away for a day. */
function ofWebhooks(watched: Watched, webhooks: IFunction): AlarmSpec[] {
  return [
    failing('webhooks', webhooks, fiveMinutes),
    {
      name: 'webhooks-dead-letters',
      says: 'The receiver of a webhook did not take events in ten attempts over two days; they were put aside.',
      metric: undelivered(watched, fiveMinutes),
      threshold: 1,
      periods: [1, 1],
    },
  ];
}

function ofQueues({ queues }: Watched): AlarmSpec[] {
  return (['ingest', 'publish'] as const).flatMap((name): AlarmSpec[] => [
    {
      name: `${name}-dead-letters`,
      says: `Messages of the ${name} queue were given up after five attempts.`,
      metric: queues[name].deadLetters.metricApproximateNumberOfMessagesVisible({
        period: fiveMinutes,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
      periods: [1, 1],
    },
    {
      name: `${name}-queue-age`,
      says: `A message has waited in the ${name} queue for half an hour.`,
      metric: queues[name].queue.metricApproximateAgeOfOldestMessage({
        period: fiveMinutes,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 30 * 60,
      periods: [3, 3],
    },
  ]);
}

function ofContent(watched: Watched): AlarmSpec[] {
  const hour = Duration.hours(1);
  return [
    {
      name: 'stale-feeds',
      says: 'Articles change in the catalog, and none of the changes reaches the feeds.',
      metric: staleness(watched, Duration.minutes(15)),
      threshold: 1,
      // One period may end between the upload and its publication.
      periods: [2, 2],
    },
    {
      name: 'shrinking-feeds',
      says: 'A feed lost more than half of its entries at once.',
      metric: counted(watched, 'shrunkFeeds', fiveMinutes),
      threshold: 1,
      periods: [1, 1],
    },
    {
      name: 'many-withdrawals',
      says: 'A hundred articles or more were withdrawn within an hour.',
      metric: counted(watched, 'withdrawn', hour),
      threshold: 100,
      periods: [1, 1],
    },
    {
      name: 'rejected-uploads',
      says: 'Half of the uploads of an hour were rejected, and at least five.',
      metric: rejectionRate(watched, hour, 5),
      threshold: 50,
      periods: [1, 1],
    },
    {
      name: 'failed-checks',
      says: 'A document failed the strict check and was not published; the one before it stays.',
      metric: counted(watched, 'checkFailures', fiveMinutes),
      threshold: 1,
      periods: [1, 1],
    },
  ];
}
