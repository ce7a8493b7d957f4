import type { Duration } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metricNames, metricsDimension, metricsNamespace } from '../../shared/resources/metrics.ts';
import type { FunctionName } from '../constructs/given.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';

type OptionalFunction = 'canary' | 'webhooks';

/** What is watched. */
export interface Watched {
  catalog: ITable;
  functions: Record<Exclude<FunctionName, OptionalFunction>, IFunction> &
    Partial<Record<OptionalFunction, IFunction>>;
  queues: Record<'ingest' | 'publish', WorkQueue>;
  /** One a webhook. */
  webhookQueues: WorkQueue[];
  distribution: IDistribution;
}

/** A metric that the handlers count. */
export function counted(
  { catalog }: Pick<Watched, 'catalog'>,
  name: keyof typeof metricNames,
  period: Duration,
  statistic: string = Stats.SUM,
): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName: metricNames[name],
    dimensionsMap: { [metricsDimension]: catalog.tableName },
    period,
    statistic,
    label: metricNames[name],
  });
}

/** Changes that readers see: of whatever kind. */
export function shownChanges(watched: Watched, period: Duration): IMetric {
  return new MathExpression({
    expression: 'FILL(published, 0) + FILL(updated, 0) + FILL(withdrawn, 0)',
    usingMetrics: {
      published: counted(watched, 'published', period),
      updated: counted(watched, 'updated', period),
      withdrawn: counted(watched, 'withdrawn', period),
    },
    period,
    label: 'Changes shown',
  });
}

/** 1 while changes are asked for and none is shown. Without uploads it is 0: an idle site is not a stale one. */
export function staleness(watched: Watched, period: Duration): IMetric {
  return new MathExpression({
    expression: 'IF(FILL(asked, 0) > 0 AND shown == 0, 1, 0)',
    usingMetrics: { asked: counted(watched, 'asked', period), shown: shownChanges(watched, period) },
    period,
    label: 'Feeds stale',
  });
}

/** Events that no webhook took; of queues nobody uses for hours, CloudWatch has no data. */
export function undelivered({ webhookQueues }: Watched, period: Duration): IMetric {
  const all = webhookQueues.map(({ deadLetters }, index) => [`webhook${index + 1}`, deadLetters] as const);
  return new MathExpression({
    expression: all.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(
      all.map(([name, queue]) => [
        name,
        queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
      ]),
    ),
    period,
    label: 'Undelivered',
  });
}

/** Percentage of uploads that were rejected; 0 unless there were at least so many of them. */
export function rejectionRate(watched: Watched, period: Duration, leastRejected: number): IMetric {
  return new MathExpression({
    expression: `IF(FILL(rejected, 0) >= ${leastRejected}, 100 * rejected / (rejected + FILL(accepted, 0)), 0)`,
    usingMetrics: {
      rejected: counted(watched, 'rejected', period),
      accepted: counted(watched, 'accepted', period),
    },
    period,
    label: 'Rejected, %',
  });
}

/** Invocations of any function that Lambda turned away. */
export function throttles({ functions }: Watched, period: Duration): IMetric {
  const all = Object.entries(functions).flatMap(([name, each]) => (each ? [[name, each] as const] : []));
  return new MathExpression({
    expression: all.map(([name]) => name).join(' + '),
    usingMetrics: Object.fromEntries(all.map(([name, each]) => [name, each.metricThrottles({ period })])),
    period,
    label: 'Throttles',
  });
}

/** Requests to AWS for each change that readers see. */
export function requestsPerChange(watched: Watched, period: Duration): IMetric {
  return new MathExpression({
    expression: '(FILL(ingest, 0) + FILL(publish, 0)) / shown',
    usingMetrics: {
      ingest: counted(watched, 'ingestRequests', period),
      publish: counted(watched, 'publishRequests', period),
      shown: shownChanges(watched, period),
    },
    period,
    label: 'Requests per change',
  });
}

/**
 * Percentage of readers' requests that ended in a server error. CloudFront reports to us-east-1 only, wherever the
 * pipeline is (Amazon CloudFront guide, "Monitor CloudFront metrics with Amazon CloudWatch").
 * @param region absent: that of the stack, as alarms demand
 */
export function siteErrors({ distribution }: Watched, period: Duration, region?: string): Metric {
  return new Metric({
    namespace: 'AWS/CloudFront',
    metricName: '5xxErrorRate',
    dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
    statistic: Stats.AVERAGE,
    period,
    region,
    label: 'Server errors, %',
  });
}
