import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { Alarm, CfnAlarm, ComparisonOperator, Dashboard, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type AlarmSpec, alarmSpecs } from '../monitoring/alarms.ts';
import { dashboardRows } from '../monitoring/dashboard.ts';
import type { Watched } from '../monitoring/measures.ts';
import type { PipelineSettings } from '../props.ts';

export interface MonitoringProps extends Watched {
  settings: PipelineSettings;
}

/** Watches the stages: alarms, whom they tell, and a dashboard. */
export class Monitoring extends Construct {
  /** Gets a message when an alarm goes off, and another when all is well again. */
  readonly topic: Topic;
  readonly alarms: Alarm[];
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, { settings, ...watched }: MonitoringProps) {
    super(scope, id);
    const prefix = readableName(scope);
    this.topic = this.topicFor(settings);
    const specs = alarmSpecs(watched);
    const everywhere = specs.filter(({ onlyInUsEast1 }) => !onlyInUsEast1);
    this.alarms = everywhere.map((spec) => this.alarm(prefix, spec, settings));
    this.dashboardName = prefix;
    new Dashboard(this, 'Dashboard', { dashboardName: prefix, widgets: dashboardRows(watched, this.alarms) });
    this.whereTheirMetricsAre(
      specs.filter((spec) => !everywhere.includes(spec)).map((spec) => this.alarm(prefix, spec, settings)),
    );
  }

  /** The region is known when the template is deployed, not before. */
  private whereTheirMetricsAre(alarms: Alarm[]): void {
    const stack = Stack.of(this);
    // Pipelines that share a stack share it.
    const condition =
      (stack.node.tryFindChild('InUsEast1') as CfnCondition | undefined) ??
      new CfnCondition(stack, 'InUsEast1', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
    for (const { node } of alarms) {
      if (!(node.defaultChild instanceof CfnAlarm)) throw new TypeError('the CDK changed its ways');
      node.defaultChild.cfnOptions.condition = condition;
    }
  }

  private topicFor({ alarmEmail }: PipelineSettings): Topic {
    const topic = new Topic(this, 'Topic', { displayName: 'Dropwire alarms', enforceSSL: true });
    // A policy of its own replaces the one by which the account's services may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmEmail) topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }

  private alarm(prefix: string, spec: AlarmSpec, { runbookUrl }: PipelineSettings): Alarm {
    const [bad, of] = spec.periods;
    const alarm = new Alarm(this, spec.name, {
      alarmName: `${prefix}-${spec.name}`,
      alarmDescription: `${spec.says} What to do: ${runbookUrl}#${spec.name}`,
      metric: spec.metric,
      threshold: spec.threshold,
      comparisonOperator: spec.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: bad,
      treatMissingData: spec.missing ?? TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}

/** `Dropwire`, or `Theirs-News` for the construct `News` in the stack `Theirs`. */
function readableName(pipeline: Construct): string {
  const stack = Stack.of(pipeline);
  const ids = pipeline.node.scopes
    .slice(stack.node.scopes.length)
    .map(({ node }) => node.id)
    .filter((id) => id !== 'Pipeline');
  return [stack.stackName, ...ids].join('-');
}
