import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeleteQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { nameOf, type S3 } from '../shared/clients.ts';
import { queueSettings } from '../shared/resources/settings.ts';
import { type TableKey, timeToLiveAttribute } from '../shared/resources/table-keys.ts';
import { emptyBucket } from './resources/empty-bucket.ts';
import { createWorkQueue, type WorkQueue } from './resources/work-queue.ts';

/** The clients of one place: this machine's servers, another emulator or an account. */
export interface Clients {
  s3: S3Client;
  sqs: SQSClient;
  dynamodb: DynamoDBClient;
}

/** What the pipeline works on: the same things, set up the same way, as the CDK stack deploys. */
export interface Resources {
  buckets: { inbox: string; store: string; site: string };
  queues: { ingest: WorkQueue; publish: WorkQueue };
  table: string;
}

const partitionKey: keyof TableKey = 'pk';
const sortKey: keyof TableKey = 'sk';

/**
 * Creates what is missing and sets up what is there; running it again changes nothing.
 * @param prefix starts every name, so that several can live in one place
 */
export async function createResources(clients: Clients, prefix: string, region: string): Promise<Resources> {
  const buckets = { inbox: `${prefix}-inbox`, store: `${prefix}-store`, site: `${prefix}-site` };
  const table = `${prefix}-catalog`;
  const [ingest, publish] = await Promise.all([
    createWorkQueue(clients.sqs, `${prefix}-ingest`, queueSettings.ingest),
    createWorkQueue(clients.sqs, `${prefix}-publish`, queueSettings.publish),
    createTable(clients.dynamodb, table),
    ...Object.values(buckets).map((bucket) => createBucket(clients.s3, bucket, region)),
  ]);
  await clients.s3.send(
    new PutBucketVersioningCommand({
      Bucket: buckets.inbox,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  );
  await notify(clients.s3, buckets.inbox, ingest.arn);
  return { buckets, queues: { ingest, publish }, table };
}

/** Deletes resources and everything in them: for tests against endpoints that outlive them. */
export async function removeResources(
  clients: Clients,
  { buckets, queues, table }: Resources,
): Promise<void> {
  const urls = Object.values(queues).flatMap(({ url, deadLetterUrl }) => [url, deadLetterUrl]);
  await Promise.all([
    ...Object.values(buckets).map((bucket) => emptyBucket(clients.s3, bucket)),
    ...urls.map((QueueUrl) => clients.sqs.send(new DeleteQueueCommand({ QueueUrl }))),
    clients.dynamodb.send(new DeleteTableCommand({ TableName: table })),
  ]);
}

async function createBucket(s3: S3, Bucket: string, region: string): Promise<void> {
  // us-east-1 is the one region that may not be named here (Amazon S3 API reference, CreateBucket).
  const location =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await s3.send(new CreateBucketCommand({ Bucket, ...location }));
  } catch (error) {
    if (nameOf(error) !== 'BucketAlreadyOwnedByYou') throw error;
  }
}

/** Every upload and every deletion is told to the ingest queue. */
async function notify(s3: S3, Bucket: string, QueueArn: string): Promise<void> {
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }],
      },
    }),
  );
}

async function createTable(dynamodb: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: partitionKey, AttributeType: 'S' },
          { AttributeName: sortKey, AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    return;
  }
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: timeToLiveAttribute },
    }),
  );
}
