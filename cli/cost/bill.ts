import { metricNames } from '../../shared/resources/metrics.ts';
import {
  functionSettings,
  queueSettings,
  reconcileEverySeconds,
  reconcilePace,
} from '../../shared/resources/settings.ts';
import { type Counted, sum, type Usage, usageOf } from './usage.ts';

type PricesOf<Names extends string> = Record<Names, number>;

/** `prices.json`: AWS's list prices of one region, in dollars, and what is free each month. */
export interface Prices {
  region: string;
  /** Year and month in which they were looked up. */
  asOf: string;
  s3: PricesOf<'perMillionWrites' | 'perMillionReads' | 'perGBMonth'>;
  dynamodb: PricesOf<'perMillionReadUnits' | 'perMillionWriteUnits' | 'perGBMonth'>;
  lambda: PricesOf<'perMillionInvocations' | 'perGBSecond'>;
  sqs: PricesOf<'perMillionRequests'>;
  cloudfront: PricesOf<
    | 'freeRequests'
    | 'perMillionRequests'
    | 'freeGB'
    | 'perGB'
    | 'freeFunctionCalls'
    | 'perMillionFunctionCalls'
  >;
  cloudwatch: PricesOf<'perGBLogged' | 'freeMetrics' | 'perMetric' | 'freeAlarmMetrics' | 'perAlarmMetric'>;
}

/** What a month is like. */
export interface Month {
  /** Uploads of new or changed articles, spread evenly. */
  articles: number;
  /** Feeds that an article stands in, the main one included. */
  feeds: number;
  /** Requests of readers. */
  reads: number;
}

/** What can't be counted without an account; each errs on the side of a higher bill. */
export const assumptions = {
  /** A function waits so long for each of its requests, one after the other, and does nothing else. */
  millisecondsPerRequest: 15,
  /** Requests of readers that CloudFront passes on to S3. The rest it answers itself. */
  missed: 0.1,
  /** Lambda asks each queue so often, messages or none: five pollers, twenty seconds each. */
  pollsPerQueue: (5 * monthSeconds()) / 20,
  /** Bytes of log for each message handled. */
  logBytes: 1500,
  /** Metrics that the alarms look at. */
  alarmMetrics: 20,
} as const;

/** One line of the bill, in dollars. */
export interface BillLine {
  service: string;
  what: string;
  amount: number;
  dollars: number;
}

const million = 1_000_000;
const gigabyte = 1_000_000_000;

function monthSeconds(): number {
  return 30 * 86_400;
}

/** Messages that come within the batching window are published together. */
function articlesPerBatch({ articles }: Month): number {
  const { batchingWindowSeconds, batchSize } = queueSettings.publish;
  return Math.min(batchSize, Math.max(1, (articles * batchingWindowSeconds) / monthSeconds()));
}

/** Calculates a month's bill: what is billed by the request from counts, the rest from the assumptions. */
export function billOf(month: Month, counted: Counted, list: Prices): BillLine[] {
  const batch = { articles: articlesPerBatch(month), feeds: month.feeds };
  const batches = month.articles / batch.articles;
  const ingest = sum([usageOf('ingest', counted, { ...batch, articles: 1 }), month.articles]);
  const publish = sum([usageOf('publish', counted, batch), batches]);
  const runs = monthSeconds() / reconcileEverySeconds;
  const rounds = Math.min(
    (monthSeconds() / reconcilePace.roundSeconds) * month.articles,
    runs * reconcilePace.articlesPerRun,
  );
  const atRest = sum([counted.reconcileAtRest, runs]);
  const drift = sum([counted.driftPerArticle, rounds]);
  const all = sum([ingest, 1], [publish, 1], [atRest, 1], [drift, 1]);
  const lines: BillLine[] = [];
  const add = (service: string, what: string, amount: number, price: number, free = 0) =>
    lines.push({ service, what, amount, dollars: Math.max(0, amount - free) * price });

  const { s3, dynamodb, lambda, sqs, cloudfront, cloudwatch } = list;
  const { stored } = counted;
  add('S3', 'PUT and LIST requests', all.s3Writes + month.articles, s3.perMillionWrites / million);
  add(
    'S3',
    'GET and HEAD requests',
    all.s3Reads + month.reads * assumptions.missed,
    s3.perMillionReads / million,
  );
  const bytes = (stored.inbox + stored.store + stored.site) * month.articles;
  add('S3', 'GB kept of this month’s articles', bytes / gigabyte, s3.perGBMonth);
  add('DynamoDB', 'write units', all.writeUnits, dynamodb.perMillionWriteUnits / million);
  add('DynamoDB', 'read units', all.readUnits, dynamodb.perMillionReadUnits / million);
  add(
    'DynamoDB',
    'GB kept of this month’s articles',
    (stored.catalog * month.articles) / gigabyte,
    dynamodb.perGBMonth,
  );
  add('Lambda', 'invocations', month.articles + batches + runs, lambda.perMillionInvocations / million);
  const seconds = (usage: Usage, name: keyof typeof functionSettings) =>
    (usage.requests * assumptions.millisecondsPerRequest * functionSettings[name].memoryMB) / 1000 / 1024;
  const gbSeconds =
    seconds(ingest, 'ingest') +
    seconds(sum([publish, 1], [drift, 1]), 'publish') +
    seconds(atRest, 'reconcile');
  add('Lambda', 'GB-seconds', gbSeconds, lambda.perGBSecond);
  // S3 sends one message for each upload; each batch is received and deleted.
  const messages = all.queueRequests + 3 * month.articles + 2 * batches + 2 * assumptions.pollsPerQueue;
  add('SQS', 'requests', messages, sqs.perMillionRequests / million);
  const { freeRequests, freeGB, freeFunctionCalls } = cloudfront;
  add('CloudFront', 'requests', month.reads, cloudfront.perMillionRequests / million, freeRequests);
  add('CloudFront', 'GB sent', (month.reads * counted.feedBytes) / gigabyte, cloudfront.perGB, freeGB);
  const calls = 2 * month.reads;
  add('CloudFront', 'function calls', calls, cloudfront.perMillionFunctionCalls / million, freeFunctionCalls);
  const logged = (2 * month.articles + runs) * assumptions.logBytes;
  add('CloudWatch', 'GB logged', logged / gigabyte, cloudwatch.perGBLogged);
  const metrics = Object.keys(metricNames).length;
  add('CloudWatch', 'metrics', metrics, cloudwatch.perMetric, cloudwatch.freeMetrics);
  add(
    'CloudWatch',
    'metrics with alarms',
    assumptions.alarmMetrics,
    cloudwatch.perAlarmMetric,
    cloudwatch.freeAlarmMetrics,
  );
  return lines;
}
