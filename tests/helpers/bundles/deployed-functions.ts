import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Edge, startEdge } from '../../../local/edge/start-edge.ts';
import { handlerEnvironment } from '../../../local/handlers.ts';
import { createResources, type Resources } from '../../../local/resources.ts';
import { type Servers, sdkEnvironment, startEmbedded } from '../../../local/servers.ts';
import { variables, variablesOf } from '../../../shared/resources/environment.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { BundleProcess } from './bundle-process.ts';
import {
  cloudFrontActions,
  eventActions,
  type NeededAction,
  queueActions,
  s3Actions,
  tableActions,
} from './iam-actions.ts';
import { type RecordedRequest, RecordingProxy } from './recording-proxy.ts';

/** Webhooks are off in cdk.json. */
type FunctionName = Exclude<keyof typeof variablesOf, 'webhooks'>;
const busName = 'dropwire';
const distributionId = 'E2EXAMPLE1EXAMPLE';
const invalidated = `<?xml version="1.0"?><Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>I1</Id><Status>InProgress</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime></Invalidation>`;

const fixture = async (name: string) =>
  JSON.parse(await readFile(new URL(`../../fixtures/events/${name}.json`, import.meta.url), 'utf8'));

/** One function's bundle, told what the stack tells it, behind proxies that note its requests. */
interface Deployed {
  process: BundleProcess;
  proxies: [RecordingProxy, (request: RecordedRequest) => NeededAction[]][];
}

/** The functions from their assets, over embedded services. */
export class DeployedFunctions {
  readonly resources: Resources;
  readonly servers: Servers;
  readonly functions: Record<FunctionName, Deployed>;
  readonly #folder: string;
  readonly #edge: Edge;
  #sequence = 0x55aed6dcd90281e6n;

  constructor(
    folder: string,
    edge: Edge,
    servers: Servers,
    resources: Resources,
    functions: DeployedFunctions['functions'],
  ) {
    this.#folder = folder;
    this.#edge = edge;
    this.servers = servers;
    this.resources = resources;
    this.functions = functions;
  }

  /** Tells ingest of an upload as S3 would, by way of SQS. */
  async tellIngest(key: string, kind: 's3-put' | 's3-delete-marker' = 's3-put'): Promise<unknown> {
    const event = await fixture(kind);
    const [record] = event.Records;
    this.#sequence += 1n;
    record.eventTime = new Date().toISOString();
    record.s3.bucket.name = this.resources.buckets.inbox;
    record.s3.object.key = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
    record.s3.object.sequencer = this.#sequence.toString(16).toUpperCase().padStart(18, '0');
    return this.functions.ingest.process.invoke(await sqsEvent([{ Body: JSON.stringify(event) }]));
  }

  async tellIngestOfTest(): Promise<unknown> {
    const body = JSON.stringify(await fixture('s3-test'));
    return this.functions.ingest.process.invoke(await sqsEvent([{ Body: body }]));
  }

  /** Hands the publisher all that waits for it. @returns its answers */
  async publishAll(): Promise<SQSBatchResponse[]> {
    const answers: SQSBatchResponse[] = [];
    for (;;) {
      const messages = await receive(this.servers.clients.sqs, this.resources.queues.publish.url);
      if (messages.length === 0) return answers;
      answers.push(
        (await this.functions.publish.process.invoke(await sqsEvent(messages))) as SQSBatchResponse,
      );
    }
  }

  async runReconcile(): Promise<unknown> {
    return this.functions.reconcile.process.invoke(await fixture('scheduled'));
  }

  async runCanary(): Promise<unknown> {
    return this.functions.canary.process.invoke(await fixture('scheduled'));
  }

  /** What IAM has to allow a function, by what it asked for: `action on resource`. */
  needed(name: FunctionName): Set<string> {
    const { buckets, queues, table } = this.resources;
    const known = new Map<string, string>([
      [buckets.inbox, 'Inbox.Arn'],
      [buckets.store, 'Store.Arn'],
      [buckets.site, 'Site.Arn'],
      [table, 'Catalog.Arn'],
      [queues.ingest.url.split('/').at(-1) ?? '', 'IngestQueue.Arn'],
      [queues.publish.url.split('/').at(-1) ?? '', 'PublishQueue.Arn'],
      [busName, 'EventsBus.Arn'],
      [distributionId, 'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/DeliveryDistribution'],
    ]);
    const actions = this.functions[name].proxies.flatMap(([{ requests }, actionsOf]) =>
      requests.flatMap(actionsOf),
    );
    return new Set(
      actions.map(({ action, resource, key }) => {
        // The canary has but one object to itself.
        const objects =
          name === 'canary' && key !== undefined ? `/${key}` : resource.endsWith('/*') ? '/*' : '';
        return `${action} on ${known.get(resource.replace(/\/\*$/, '')) ?? resource}${objects}`;
      }),
    );
  }

  async stop(): Promise<void> {
    for (const { process, proxies } of Object.values(this.functions)) {
      await process.stop();
      for (const [proxy] of proxies) await proxy.stop();
    }
    await this.#edge.close();
    await this.servers.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Starts the functions. @param bundleOf path of a function's asset, `index.mjs` */
export async function startDeployed(bundleOf: (name: FunctionName) => string): Promise<DeployedFunctions> {
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-bundles-'));
  const servers = await startEmbedded({ inside: (...names) => join(folder, ...names), ports: {} });
  const resources = await createResources(servers.clients, 'bundles', servers.region);
  const edge = await startEdge({ s3: servers.clients.s3, bucket: resources.buckets.site });
  const start = async (name: FunctionName): Promise<Deployed> => {
    const { s3, sqs, dynamodb, events = '' } = servers.endpoints;
    const proxies = {
      s3: await RecordingProxy.start(s3),
      sqs: await RecordingProxy.start(sqs),
      dynamodb: await RecordingProxy.start(dynamodb),
      events: await RecordingProxy.start(events),
      cloudfront: await RecordingProxy.start({ status: 201, body: invalidated }),
    };
    const all: Record<string, string> = {
      ...handlerEnvironment(resources, `${edge.url}/`, parseSiteSettings({ title: 'Bundled' }), busName),
      [variables.distributionId]: distributionId,
    };
    // The SDK sends a message to the host in the queue's address.
    for (const [variable, value] of Object.entries(all))
      all[variable] = value.replace(sqs, proxies.sqs.endpoint);
    const told = variablesOf[name].map((variable) => [variables[variable], all[variables[variable]] ?? '']);
    const process = await BundleProcess.start(bundleOf(name), {
      ...Object.fromEntries(told),
      ...sdkEnvironment(servers),
      AWS_ENDPOINT_URL_S3: proxies.s3.endpoint,
      AWS_ENDPOINT_URL_SQS: proxies.sqs.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: proxies.events.endpoint,
      AWS_ENDPOINT_URL_CLOUDFRONT: proxies.cloudfront.endpoint,
      AWS_LAMBDA_FUNCTION_NAME: name,
    });
    return {
      process,
      proxies: [
        [proxies.s3, s3Actions],
        [proxies.sqs, queueActions],
        [proxies.dynamodb, tableActions],
        [proxies.events, eventActions],
        [proxies.cloudfront, cloudFrontActions],
      ],
    };
  };
  const functions = {
    ingest: await start('ingest'),
    publish: await start('publish'),
    reconcile: await start('reconcile'),
    canary: await start('canary'),
  };
  return new DeployedFunctions(folder, edge, servers, resources, functions);
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages;
}

async function sqsEvent(messages: Message[]): Promise<SQSEvent> {
  const event = (await fixture('sqs')) as SQSEvent;
  const [record] = event.Records;
  if (!record) throw new Error('the fixture holds no record');
  return {
    Records: messages.map(({ Body = '' }, index) => ({
      ...record,
      messageId: record.messageId.replace(/.$/, String(index)),
      body: Body,
    })),
  };
}
