import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { eventSource } from '../../shared/events/events.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import { allow, given } from '../constructs/given.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { PipelineSettings, WebhookSettings } from '../props.ts';

export interface WebhooksProps {
  settings: PipelineSettings;
  /** At least one. */
  endpoints: readonly WebhookSettings[];
  /** Its name tells pipelines apart in metrics; the function neither reads nor writes it. */
  catalog: Table;
  bus: EventBus;
}

/** Sends events on, over HTTPS. Each endpoint has a queue of its own, so that a slow one holds up nobody else. */
export class Webhooks extends Construct {
  readonly handler: HandlerFunction;
  /** In the order of the endpoints. */
  readonly queues: WorkQueue[];

  constructor(scope: Construct, id: string, { settings, endpoints, catalog, bus }: WebhooksProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.queues = endpoints.map(
      (_, index) => new WorkQueue(this, `Queue${index + 1}`, queueSettings.webhooks),
    );
    const told = this.queues.map(({ queue }, index) => ({ ...endpoints[index], queue }));
    const parameters = new Set(endpoints.map(({ secretParameter }) => secretParameter));
    this.handler = new HandlerFunction(this, 'Handler', {
      name: 'webhooks',
      settings,
      given: {
        catalogTable: given.value(catalog.tableName),
        webhooks: {
          value: stack.toJsonString(
            told.map(({ url, secretParameter, privateNetwork, queue: { queueArn, queueUrl } }) => ({
              url,
              secretParameter,
              privateNetwork,
              queueArn,
              queueUrl,
            })),
          ),
          allow: [
            ...[...parameters].map((name) => allow(parameterArn(stack, name), ['ssm:GetParameter'])),
            ...this.queues.map(({ queue }) => allow(queue.queueArn, ['sqs:ChangeMessageVisibility'])),
          ],
        },
      },
    });
    for (const [index, { events, queue }] of told.entries()) {
      this.queues[index]?.deliverTo(this.handler);
      new Rule(this, `Rule${index + 1}`, {
        description: 'Puts events into the queue of a webhook',
        eventBus: bus,
        eventPattern: { source: [eventSource], detailType: events },
        targets: [new SqsQueue(queue)],
      });
    }
  }
}

/** The slash at the start of a parameter's name is not repeated in its ARN (AWS Systems Manager guide). */
const parameterArn = (stack: Stack, name: string): string =>
  stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
