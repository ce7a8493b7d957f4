import { createHash, randomBytes } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Endpoint } from '../../functions/webhooks/endpoints.ts';
import { variables } from '../../shared/resources/environment.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import type { EventServer } from '../events/server.ts';
import type { LambdaHandler } from '../lambda/local-function.ts';
import { loopback } from '../loopback.ts';
import { createWorkQueue, type WorkQueue } from '../resources/work-queue.ts';
import { startParameterServer } from './parameter-server.ts';

/** An endpoint of the local run with its secret. */
export interface LocalWebhook {
  url: string;
  /** `whsec_…` */
  secret: string;
}

/** The secrets of endpoints: those of earlier runs, and new ones for endpoints that are new. */
export function withSecrets(urls: readonly string[], known: readonly LocalWebhook[]): LocalWebhook[] {
  return [...new Set(urls)].map(
    (url) =>
      known.find((each) => each.url === url) ?? {
        url,
        secret: `whsec_${randomBytes(32).toString('base64')}`,
      },
  );
}

export interface WebhooksOptions {
  webhooks: readonly LocalWebhook[];
  events: EventServer;
  sqs: SQSClient;
  /** Starts the queues' names. */
  prefix: string;
  /** Connects a queue with the function; it is stopped by whoever gives it. */
  feed(handler: LambdaHandler, queue: WorkQueue): void;
}

/**
 * Sets up what the stack has for webhooks: a queue for each, every event in all of them before the bus acknowledges it,
 * and the function behind them. Its handler reads its environment once, so a process can do this once.
 * @returns what ends it, but for what `feed` has begun
 */
export async function startWebhooks(options: WebhooksOptions): Promise<() => Promise<void>> {
  const { webhooks, events, sqs, prefix, feed } = options;
  const named = webhooks.map(({ url, secret }) => {
    // Queues stay with their endpoints from run to run, whatever others are named.
    const name = createHash('sha256').update(url).digest('hex').slice(0, 12);
    return { url, secret, secretParameter: `/${prefix}/webhooks/${name}`, name: `${prefix}-webhook-${name}` };
  });
  const queues = await Promise.all(
    named.map(({ name }) => createWorkQueue(sqs, name, queueSettings.webhooks)),
  );
  const parameters = await startParameterServer(
    loopback,
    Object.fromEntries(named.map(({ secretParameter, secret }) => [secretParameter, secret])),
  );
  const endpoints = named.flatMap(({ url, secretParameter }, index): Endpoint[] => {
    const queue = queues[index];
    return queue
      ? [{ url, secretParameter, privateNetwork: true, queueArn: queue.arn, queueUrl: queue.url }]
      : [];
  });
  process.env[variables.webhooks] = JSON.stringify(endpoints);
  process.env.AWS_ENDPOINT_URL_SSM = parameters.endpoint;
  const { handler } = await import('../../functions/webhooks/handler.ts');
  for (const queue of queues) feed(handler, queue);
  const remove = events.addTarget(async (event) => {
    const MessageBody = JSON.stringify(event);
    await Promise.all(
      queues.map(({ url }) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))),
    );
  });
  return async () => {
    remove();
    await parameters.close();
  };
}
