import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { metricNames } from '../../../shared/resources/metrics.ts';
import { allOf, propertiesOf, statementsOf } from '../readable-template.ts';
import { projectRoot, template } from '../synthesized.ts';

interface AlarmProperties {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions: string[];
  OKActions: string[];
  ComparisonOperator: string;
  DatapointsToAlarm: number;
  EvaluationPeriods: number;
  Threshold: number;
  TreatMissingData: string;
  Namespace?: string;
  MetricName?: string;
  Period?: number;
  Dimensions?: { Name: string; Value: string }[];
  Metrics?: {
    Expression?: string;
    MetricStat?: { Period: number; Metric: { Namespace: string; MetricName: string; Dimensions: unknown } };
  }[];
}

const alarms = allOf(template, 'AWS::CloudWatch::Alarm').map(
  ([, { properties }]) => properties as unknown as AlarmProperties,
);
const nameOf = ({ AlarmName }: AlarmProperties) => AlarmName.replace(/^Dropwire-/, '');

/** The metrics that an alarm looks at: `Namespace/Name`. */
const metricsOf = ({ Namespace, MetricName, Metrics = [] }: AlarmProperties): string[] => [
  ...(MetricName ? [`${Namespace}/${MetricName}`] : []),
  ...Metrics.flatMap(({ MetricStat }) =>
    MetricStat ? [`${MetricStat.Metric.Namespace}/${MetricStat.Metric.MetricName}`] : [],
  ),
];
const periodOf = ({ Period, Metrics = [] }: AlarmProperties) =>
  Period ?? Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;

/** Headings of the third level and the text below each, as a Markdown parser sees them. */
async function runbookEntries(): Promise<Map<string, string>> {
  const tokens = new MarkdownIt().parse(await readFile(`${projectRoot}docs/runbook.md`, 'utf8'), {});
  const entries = new Map<string, string>();
  let entry: string | undefined;
  for (const [index, { type, tag, content }] of tokens.entries()) {
    if (type === 'heading_open') entry = tag === 'h3' ? tokens[index + 1]?.content : undefined;
    if (entry !== undefined) entries.set(entry, `${entries.get(entry) ?? ''}${content}\n`);
  }
  return entries;
}

describe('alarms', () => {
  test.each([
    ['ingest-errors', ['AWS/Lambda/Errors'], 'at least 1 in 2 of 3 x 300 s'],
    ['publish-errors', ['AWS/Lambda/Errors'], 'at least 1 in 2 of 3 x 300 s'],
    ['reconcile-errors', ['AWS/Lambda/Errors'], 'at least 1 in 2 of 3 x 300 s'],
    ['canary-errors', ['AWS/Lambda/Errors'], 'at least 1 in 2 of 3 x 1800 s'],
    ['canary-failing', ['Dropwire/CanaryFailures'], 'at least 1 in 2 of 2 x 1800 s'],
    ['canary-slow', ['Dropwire/CanaryDwell'], 'at least 60000 in 2 of 2 x 3600 s'],
    ['site-errors', ['AWS/CloudFront/5xxErrorRate'], 'at least 5 in 2 of 3 x 300 s'],
    ['throttles', Array(4).fill('AWS/Lambda/Throttles'), 'at least 1 in 3 of 3 x 300 s'],
    ['reconcile-not-running', ['AWS/Lambda/Invocations'], 'below 1 in 2 of 2 x 300 s'],
    ['ingest-dead-letters', ['AWS/SQS/ApproximateNumberOfMessagesVisible'], 'at least 1 in 1 of 1 x 300 s'],
    ['ingest-queue-age', ['AWS/SQS/ApproximateAgeOfOldestMessage'], 'at least 1800 in 3 of 3 x 300 s'],
    ['publish-dead-letters', ['AWS/SQS/ApproximateNumberOfMessagesVisible'], 'at least 1 in 1 of 1 x 300 s'],
    ['publish-queue-age', ['AWS/SQS/ApproximateAgeOfOldestMessage'], 'at least 1800 in 3 of 3 x 300 s'],
    [
      'stale-feeds',
      ['ChangesAsked', 'Published', 'Updated', 'Withdrawn'].map((name) => `Dropwire/${name}`),
      'at least 1 in 2 of 2 x 900 s',
    ],
    ['shrinking-feeds', ['Dropwire/ShrunkFeeds'], 'at least 1 in 1 of 1 x 300 s'],
    ['many-withdrawals', ['Dropwire/Withdrawn'], 'at least 100 in 1 of 1 x 3600 s'],
    ['rejected-uploads', ['Dropwire/Rejected', 'Dropwire/Accepted'], 'at least 50 in 1 of 1 x 3600 s'],
    ['failed-checks', ['Dropwire/CheckFailures'], 'at least 1 in 1 of 1 x 300 s'],
  ])('%s', (name, metrics, rule) => {
    const alarm = alarms.find((each) => nameOf(each) === name);
    if (!alarm) throw new Error(`no alarm ${name}`);
    expect(metricsOf(alarm).sort()).toEqual([...metrics].sort());
    const operators: Record<string, string> = {
      GreaterThanOrEqualToThreshold: 'at least',
      LessThanThreshold: 'below',
    };
    const { ComparisonOperator, Threshold, DatapointsToAlarm, EvaluationPeriods } = alarm;
    expect(
      `${operators[ComparisonOperator]} ${Threshold} in ${DatapointsToAlarm} of ${EvaluationPeriods} x ${periodOf(alarm)} s`,
    ).toBe(rule);
  });

  test('are these and no others, each under its own name', () => {
    expect(alarms).toHaveLength(18);
    expect(new Set(alarms.map(nameOf)).size).toBe(18);
    for (const { AlarmName } of alarms) expect(AlarmName).toMatch(/^Dropwire-[a-z-]+$/);
  });

  test('stay silent where nothing happens; only runs of reconcile must never be missing', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(breaching.map(nameOf)).toEqual(['reconcile-not-running']);
    expect(breaching.map(({ TreatMissingData }) => TreatMissingData)).toEqual(['breaching']);
    const expressions = alarms.flatMap(({ Metrics = [] }) =>
      Metrics.flatMap(({ Expression }) => (Expression?.startsWith('IF') ? [Expression] : [])),
    );
    expect(expressions.sort()).toEqual([
      'IF(FILL(asked, 0) > 0 AND shown == 0, 1, 0)',
      'IF(FILL(rejected, 0) >= 5, 100 * rejected / (rejected + FILL(accepted, 0)), 0)',
    ]);
  });

  test('look at metrics that the handlers write, of this pipeline', () => {
    const written = Object.values(metricNames).map((name) => `Dropwire/${name}`);
    const own = alarms.flatMap(metricsOf).filter((name) => name.startsWith('Dropwire/'));
    expect(own.filter((name) => !written.includes(name))).toEqual([]);
    const dimensions = alarms.flatMap(({ Namespace, Dimensions, Metrics = [] }) => [
      ...(Namespace === 'Dropwire' ? [Dimensions] : []),
      ...Metrics.flatMap(({ MetricStat }) =>
        MetricStat?.Metric.Namespace === 'Dropwire' ? [MetricStat.Metric.Dimensions] : [],
      ),
    ]);
    expect(dimensions.length).toBeGreaterThan(5);
    for (const each of dimensions) expect(each).toEqual([{ Name: 'service', Value: 'Catalog' }]);
  });

  test('that of readers’ errors is where CloudFront reports: in us-east-1 or nowhere', () => {
    const conditional = Object.entries(template.resources).filter(([, { condition }]) => condition);
    expect(conditional.map(([id, { condition }]) => [id, condition])).toEqual([
      ['Monitoringsiteerrors', 'InUsEast1'],
    ]);
    expect(template.conditions.InUsEast1).toEqual({
      'Fn::Equals': ['<AWS::Region>', 'us-east-1'],
    });
  });

  test('tell the topic when they go off and when they end; it takes messages from alarms of this account', () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual(['MonitoringTopic']);
      expect(OKActions).toEqual(['MonitoringTopic']);
    }
    const statements = statementsOf(propertiesOf(template, 'MonitoringTopicPolicy', 'AWS::SNS::TopicPolicy'));
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: 'MonitoringTopic',
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      },
    ]);
    expect(allOf(template, 'AWS::SNS::Subscription')).toEqual([]);
  });
});

/** Off in cdk.json; `tests/infra/pipeline.test.ts` looks at the alarms, the output and the metrics of webhooks. */
const webhooks = {
  alarms: ['webhooks-errors', 'webhooks-dead-letters'],
  outputs: ['Webhook1DeadLettersUrl'],
};

describe('the runbook', () => {
  test('has an entry for each alarm, and an alarm for each entry', async () => {
    const entries = await runbookEntries();
    expect([...entries.keys()].sort()).toEqual([...alarms.map(nameOf), ...webhooks.alarms].sort());
    for (const alarm of alarms) {
      expect(alarm.AlarmDescription).toMatch(
        new RegExp(`\\. What to do: docs/runbook\\.md#${nameOf(alarm)}$`),
      );
    }
  });

  test('says in each what it means, how to look and how to fix it, with commands', async () => {
    for (const text of (await runbookEntries()).values()) {
      for (const part of ['**Means.**', '**Look.**', '**Fix.**']) expect(text).toContain(part);
      expect(text).toMatch(/^\s*(aws|logs|waiting|RULE=|DEAD=|INBOX=)/m);
    }
  });

  test('names outputs of the stack, entries and metrics that exist', async () => {
    const text = await readFile(`${projectRoot}docs/runbook.md`, 'utf8');
    const outputs = [...text.matchAll(/(?:output|waiting) ([A-Z]\w+)/g)].map(([, name]) => name);
    expect(outputs.length).toBeGreaterThan(10);
    const known = [...Object.keys(template.outputs), ...webhooks.outputs];
    expect(outputs.filter((name) => !known.includes(String(name)))).toEqual([]);
    const entries = await runbookEntries();
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => String(anchor));
    expect(links.filter((anchor) => !entries.has(anchor))).toEqual([]);
    const handlers = [...text.matchAll(/(?:logs|function_of) ([A-Z]\w+)/g)].map(([, name]) => name);
    expect([...new Set(handlers)].sort()).toEqual(['Canary', 'Ingest', 'Publish', 'Reconcile', 'Webhooks']);
  });
});

test('the dashboard shows every alarm and every metric that the handlers write', () => {
  const { DashboardName, DashboardBody } = propertiesOf(
    template,
    'MonitoringDashboard',
    'AWS::CloudWatch::Dashboard',
  );
  expect(DashboardName).toBe('Dropwire');
  const { widgets } = JSON.parse(String(DashboardBody)) as {
    widgets: { properties: { alarms?: string[] } }[];
  };
  expect(widgets[0]?.properties.alarms).toHaveLength(alarms.length - 1);
  expect(DashboardBody).toContain('"region":"us-east-1"');
  const { asked: _asked, reconcileRequests: _reconcile, ...rest } = metricNames;
  const { webhooksDelivered: _delivered, webhookFailures: _failures, ...shown } = rest;
  for (const name of Object.values(shown)) expect(DashboardBody).toContain(`"${name}"`);
});
