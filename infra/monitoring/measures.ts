import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metricNames, metricsDimension, metricsNamespace } from '../../shared/resources/metrics.ts';
import type { FunctionName } from '../constructs/given.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';

/** What is watched. */
export interface Watched {
  catalog: ITable;
  functions: Record<FunctionName, IFunction>;
  queues: Record<'ingest' | 'publish', WorkQueue>;
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
  const { ingest, publish, reconcile } = functions;
  return new MathExpression({
    expression: 'ingest + publish + reconcile',
    usingMetrics: {
      ingest: ingest.metricThrottles({ period }),
      publish: publish.metricThrottles({ period }),
      reconcile: reconcile.metricThrottles({ period }),
    },
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
