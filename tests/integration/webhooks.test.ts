/** Webhooks on loopback: the bus, the queues, the function as Lambda would call it, and receivers over HTTP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type EventSource, startEventSource } from '../../local/event-source.ts';
import { type EventServer, startEventServer } from '../../local/events/server.ts';
import { localFunction } from '../../local/lambda/local-function.ts';
import { loopback } from '../../local/loopback.ts';
import type { WorkQueue } from '../../local/resources/work-queue.ts';
import { type SqsServer, startSqs } from '../../local/sqs/server.ts';
import { startWebhooks, withSecrets } from '../../local/webhooks/start-webhooks.ts';
import { systemClock } from '../../shared/clock.ts';
import { eventBridge } from '../../shared/events/event-bus.ts';
import type { PipelineEvent } from '../../shared/events/event-schema.ts';
import { variables } from '../../shared/resources/environment.ts';
import { functionSettings, queueSettings } from '../../shared/resources/settings.ts';
import { until } from '../helpers/pipeline.ts';

const region = 'us-east-1';

/** Answers with the statuses it is given, one after another, and then always with the last; 0: not at all. */
class Receiver {
  readonly got: { headers: IncomingHttpHeaders; body: string }[] = [];
  readonly #server: Server;

  constructor(statuses: number[], location = '') {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const status = statuses[Math.min(this.got.length, statuses.length - 1)] ?? 200;
      this.got.push({ headers: request.headers, body });
      if (status !== 0) response.writeHead(status, location ? { location } : {}).end();
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen({ host: loopback, port: 0 }, resolve));
    return `http://${loopback}:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let folder: string;
let queues: SqsServer;
let events: EventServer;
let sqs: SQSClient;
const sources: EventSource[] = [];
const fed: WorkQueue[] = [];
const elsewhere = new Receiver([200]);
const receivers = { flaky: new Receiver([500, 204]), silent: new Receiver([0]), gone: new Receiver([410]) };
let moved: Receiver;
let webhooks: ReturnType<typeof withSecrets>;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dropwire-webhooks-'));
  queues = await startSqs({ dataDir: join(folder, 'sqs'), host: loopback, port: 0, region });
  const file = join(folder, 'events.ndjson');
  const { accountId } = queues;
  events = await startEventServer({ file, host: loopback, port: 0, region, accountId, now: Date.now });
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local-secret',
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: events.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    [variables.catalogTable]: 'catalog',
  });
  sqs = new SQSClient({});
  moved = new Receiver([307], await elsewhere.start());
  const urls = await Promise.all([...Object.values(receivers), moved].map((receiver) => receiver.start()));
  webhooks = withSecrets(urls, []);
  close = await startWebhooks({
    webhooks,
    events,
    sqs,
    prefix: 'test',
    feed(handler, queue) {
      const place = { region, accountId };
      fed.push(queue);
      sources.push(
        startEventSource({
          sqs,
          queueUrl: queue.url,
          queueArn: queue.arn,
          region,
          settings: queueSettings.webhooks,
          function: localFunction('webhooks', handler, functionSettings.webhooks, place, systemClock),
          clock: systemClock,
        }),
      );
    },
  });
});

afterAll(async () => {
  for (const receiver of [...Object.values(receivers), moved, elsewhere]) receiver.stop();
  await Promise.all(sources.map((source) => source.stop()));
  await close();
  sqs.destroy();
  await events.close();
  await queues.close();
  await rm(folder, { recursive: true, force: true });
});

async function messagesIn({ url }: WorkQueue): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

test('an event reaches each webhook, signed, again after a failure, whatever the others do', async () => {
  const at = '2026-03-01T08:00:00.000Z';
  const event: PipelineEvent = {
    'detail-type': 'Upload Rejected',
    detail: {
      idempotencyKey: 'news/späte Fähre.md:v1',
      key: 'news/späte Fähre.md',
      code: 'empty',
      reason: 'Empty.',
      at,
    },
  };
  await eventBridge('dropwire', () => {}).send([event]);

  const { flaky, gone, silent } = receivers;
  await until('the flaky webhook to be told again', async () => flaky.got.length === 2);
  for (const [index, { headers, body }] of flaky.got.entries()) {
    const verified = new Webhook(webhooks[0]?.secret ?? '').verify(body, headers as Record<string, string>);
    expect([index, verified]).toEqual([
      index,
      { type: 'upload.rejected', timestamp: '2026-03-01T08:00:00Z', data: event.detail },
    ]);
    expect(() =>
      new Webhook(webhooks[1]?.secret ?? '').verify(body, headers as Record<string, string>),
    ).toThrow(/signature/i);
  }
  const [first, second] = flaky.got.map(({ headers }) => headers);
  expect(first?.['webhook-id']).toBe(second?.['webhook-id']);

  const [flakyQueue, silentQueue, goneQueue, movedQueue] = fed;
  if (!flakyQueue || !silentQueue || !goneQueue || !movedQueue) throw new Error('a queue is missing');
  await until(
    'what is done to leave',
    async () => (await messagesIn(flakyQueue)) + (await messagesIn(goneQueue)) === 0,
  );
  expect(gone.got).toHaveLength(1);
  // Still waiting for its answer, which has held up nobody.
  expect(silent.got).toHaveLength(1);
  expect(await messagesIn(silentQueue)).toBe(1);
  // Never led elsewhere; it stays to be tried again.
  expect(moved.got.length).toBeGreaterThan(0);
  expect(elsewhere.got).toEqual([]);
  expect(await messagesIn(movedQueue)).toBe(1);
});
