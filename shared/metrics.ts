import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { metricNames, metricsNamespace, rejectionDimension } from './resources/metrics.ts';

/** A metric's name, by which `metricNames` knows it. */
export type MetricName = keyof typeof metricNames;

/**
 * What a function counts during one invocation. It leaves as a line of its log (CloudWatch embedded metric format),
 * so that counting takes no request and can't fail.
 */
export class Counters {
  readonly metrics: Metrics;

  /** @param pipeline tells pipelines in one account apart: the name of the catalog's table */
  constructor(pipeline: string) {
    this.metrics = new Metrics({ namespace: metricsNamespace, serviceName: pipeline });
  }

  /** Adds to a count; nothing is written of zero, but for `always`. */
  count(name: MetricName, value: number, always = false): void {
    if (value > 0 || always) this.metrics.addMetric(metricNames[name], MetricUnit.Count, value);
  }

  milliseconds(name: MetricName, value: number): void {
    this.metrics.addMetric(metricNames[name], MetricUnit.Milliseconds, value);
  }

  /** Counts one rejection, in all and by its code. */
  rejection(code: string): void {
    const single = this.metrics.singleMetric();
    // A set without anything of its own holds the common dimension only.
    single.addDimensions({}).addDimensions({ [rejectionDimension]: code });
    single.addMetric(metricNames.rejected, MetricUnit.Count, 1);
  }
}

/** The middy middleware that writes what was counted when an invocation ends, however it ends. */
export const writeCounts = ({ metrics }: Counters) => logMetrics(metrics);
