import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  counted,
  rejectionRate,
  requestsPerChange,
  shownChanges,
  siteErrors,
  undelivered,
  type Watched,
} from './measures.ts';

const period = Duration.minutes(5);
const third = 8;

const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, left, right, width: third, height: 6, leftYAxis: { min: 0 } });

/** Rows of the dashboard, in the order in which a person asks: is anything wrong, what comes, what goes, what waits. */
export function dashboardRows(watched: Watched, alarms: Alarm[]): IWidget[][] {
  const { functions, queues } = watched;
  const all = Object.values(functions).filter((each) => each !== undefined);
  const of = (name: Parameters<typeof counted>[1], statistic?: string) =>
    counted(watched, name, period, statistic);
  return [
    [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 })],
    [
      graph('Uploads', [of('accepted'), of('rejected')], [rejectionRate(watched, period, 1)]),
      graph('Changes', [of('published'), of('updated'), of('withdrawn'), of('released')]),
      graph('From upload to visible, ms', [
        of('publishLatency', Stats.p(50)).with({ label: 'half of the changes' }),
        of('publishLatency', Stats.p(95)).with({ label: '95 of 100' }),
      ]),
    ],
    [
      graph(
        'Waiting messages',
        Object.values(queues).map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible({ period })),
      ),
      graph(
        'Oldest message, s',
        Object.values(queues).map(({ queue }) => queue.metricApproximateAgeOfOldestMessage({ period })),
      ),
      graph(
        'Dead letters',
        Object.values(queues).map(({ deadLetters }) =>
          deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        ),
      ),
    ],
    [
      graph(
        'Failures of functions',
        all.map((each) => each.metricErrors({ period })),
        all.map((each) => each.metricThrottles({ period })),
      ),
      graph(
        'Duration, ms',
        all.map((each) => each.metricDuration({ period, statistic: Stats.p(95) })),
      ),
      graph('Requests per change', [requestsPerChange(watched, period)], [shownChanges(watched, period)]),
    ],
    [
      graph('Drift and hubs', [
        of('orphans'),
        of('unclaimedRevisions'),
        of('shrunkFeeds'),
        of('checkFailures'),
        of('hubFailures'),
      ]),
      graph('Readers’ requests that end in a server error, %', [siteErrors(watched, period, 'us-east-1')]),
      ...(functions.canary
        ? [
            graph(
              'Canary, ms',
              [of('canaryDwell', Stats.AVERAGE), of('canaryWithdrawal', Stats.AVERAGE)],
              [of('canaryFailures')],
            ),
          ]
        : []),
      ...(functions.webhooks
        ? [
            graph(
              'Webhooks',
              [of('webhooksDelivered'), of('webhookFailures')],
              [undelivered(watched, period)],
            ),
          ]
        : []),
    ],
  ];
}
