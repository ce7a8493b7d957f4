import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { withoutLogger } from '../shared/clients.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { Deliveries } from './deliveries.ts';
import { type DynamoDbServer, startDynamoDb } from './dynamodb/server.ts';
import { type EventServer, startEventServer } from './events/server.ts';
import { freePort, loopback } from './loopback.ts';
import type { Clients } from './resources.ts';
import type { ChangeListener } from './s3/change-listeners.ts';
import { startS3Server } from './s3/server.ts';
import { startSqs } from './sqs/server.ts';

/** Where S3, SQS and DynamoDB answer. */
export interface Endpoints {
  s3: string;
  sqs: string;
  dynamodb: string;
  /** Absent when the services are somebody else's. */
  events?: string;
}

/** The services of a stack, on this machine or elsewhere. */
export interface Servers {
  endpoints: Endpoints;
  region: string;
  /** Absent when the services are somebody else's. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  clients: Clients;
  /** The event bus of this machine. */
  events?: EventServer;
  /** Events on their way from S3 to a queue. */
  delivering(): number;
  /** Tells of changes of objects before they are acknowledged; absent where S3 is somebody else's. */
  onObjectChange?(listener: ChangeListener): () => void;
  /** Resolves with a sentence when a service has ended by itself. */
  failure: Promise<string>;
  close(): Promise<void>;
}

/** How this machine's services are started. */
export interface EmbeddedOptions {
  /** Path of something in the data folder. */
  inside(...names: string[]): string;
  /** Wanted ports; others are taken when they are in use. */
  ports: { s3?: number | undefined; sqs?: number | undefined; dynamodb?: number | undefined };
  /** `java` asks for DynamoDB Local. */
  dynamodb?: string | undefined;
}

/** The one region and key pair that the services on this machine know. */
const region = 'us-east-1';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };

/** Starts S3, SQS, DynamoDB and an event bus on loopback, over one folder. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Servers> {
  const { inside, ports } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const starting = startDynamoDb({
      dataDir: inside('dynamodb'),
      host: loopback,
      port: await freePort(loopback, ports.dynamodb),
      wanted: options.dynamodb,
    });
    // A failure is met where it is awaited, below.
    starting.catch(() => undefined);
    const sqsPort = await freePort(loopback, ports.sqs);
    const queues = await startSqs({ dataDir: inside('sqs'), host: loopback, port: sqsPort, region });
    closers.push(() => queues.close());
    const own = { region, credentials: { ...credentials } };
    const sqs = withoutLogger(new SQSClient({ ...own, endpoint: queues.endpoint }));
    const deliveries = new Deliveries(
      sqs,
      (queueArn) => `${queues.endpoint}/${queues.accountId}/${queueArn.split(':').at(-1)}`,
    );
    const events = await startEventServer({
      file: inside('events.ndjson'),
      host: loopback,
      port: 0,
      region,
      accountId: queues.accountId,
      now: Date.now,
    });
    closers.push(() => events.close());
    const s3Port = await freePort(loopback, ports.s3);
    const objects = await startS3Server({
      dataDir: inside('s3'),
      host: loopback,
      port: s3Port,
      region,
      credentials,
      deliver: (queueArn, body) => deliveries.deliver(queueArn, body),
    });
    closers.push(() => objects.close());
    const database: DynamoDbServer = await starting;
    closers.push(() => database.close());
    const endpoints = {
      s3: objects.endpoint,
      sqs: queues.endpoint,
      dynamodb: database.endpoint,
      events: events.endpoint,
    };
    const s3 = withoutLogger(new S3Client({ ...own, endpoint: endpoints.s3, forcePathStyle: true }));
    const dynamodb = withoutLogger(new DynamoDBClient({ ...own, endpoint: endpoints.dynamodb }));
    const clients = { s3, sqs, dynamodb };
    closers.push(async () => destroy(clients));
    return {
      endpoints,
      region,
      credentials,
      clients,
      events,
      delivering: () => deliveries.underWay,
      onObjectChange: (listener) => objects.onChange(listener),
      failure: database.exited.then(() => `The embedded DynamoDB server (${database.engine}) has ended.`),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Connects to services that run elsewhere, as the AWS SDK's own variables name them: an emulator, or an account.
 * @returns undefined when no such variable is set
 * @throws ConfigurationError `endpoints-incomplete`: events of one place can't reach queues of another
 */
export function externalServers(environment: Record<string, string | undefined>): Servers | undefined {
  const names = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL_DYNAMODB'] as const;
  const missing = names.filter((name) => !environment[name]);
  const [s3, sqs, dynamodb] = names.map((name) => environment[name]);
  if (missing.length === names.length) return undefined;
  if (!s3 || !sqs || !dynamodb) {
    throw new ConfigurationError(
      'endpoints-incomplete',
      `Set all of ${names.join(', ')}, or none; ${missing.join(' and ')} is missing.`,
    );
  }
  const place = { region: environment.AWS_REGION ?? 'us-east-1' };
  const clients = {
    s3: new S3Client({ ...place, endpoint: s3 }),
    sqs: new SQSClient({ ...place, endpoint: sqs }),
    dynamodb: new DynamoDBClient({ ...place, endpoint: dynamodb }),
  };
  return {
    endpoints: { s3, sqs, dynamodb },
    region: place.region,
    clients,
    delivering: () => 0,
    failure: new Promise(() => undefined),
    close: async () => destroy(clients),
  };
}

/** Environment variables by which the handlers' own SDK clients find the services. */
export function sdkEnvironment({
  endpoints,
  region: name,
  credentials: keys,
}: Servers): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    ...(endpoints.events !== undefined && { AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events }),
    AWS_REGION: name,
    ...(keys && {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      // Nothing of the person's own configuration may reach the local servers, nor lead away from them.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
  };
}

/** Variables that would win over those above. */
export const misleadingVariables = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
] as const;

function destroy({ s3, sqs, dynamodb }: Clients): void {
  for (const client of [s3, sqs, dynamodb]) client.destroy();
}
