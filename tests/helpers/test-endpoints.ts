import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type BucketLocationConstraint, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { emptyBucket } from '../../local/resources/empty-bucket.ts';
import { externalServers, type Servers, startEmbedded } from '../../local/servers.ts';

/**
 * The variables that say against what the integration tests run: the AWS SDK's own endpoint variables, for another
 * emulator or an account, and `DYNAMODB=java` for AWS's DynamoDB Local. Copied at import: a stack that is started in a
 * test sets some of them for its handlers.
 */
export const testEnvironment: Readonly<Record<string, string | undefined>> = { ...process.env };

/** Whether the tests run against services that somebody else started and that outlive them. */
export const isExternal = (): boolean => externalServers(testEnvironment) !== undefined;

/** A name that no other run uses, legal for buckets, queues and tables. */
export const uniqueName = (what: string): string => `dropwire-test-${what}-${randomBytes(5).toString('hex')}`;

/** S3, SQS and DynamoDB for one test file. */
export interface TestEndpoints {
  s3: S3Client;
  dynamodb: DynamoDBClient;
  /** A new bucket. @returns its name */
  newBucket(): Promise<string>;
  /** A new table with the catalog's keys, `pk` and `sk`. @returns its name */
  newTable(): Promise<string>;
  /** Removes what was made here where it would stay behind, and stops what was started. */
  close(): Promise<void>;
}

/** Connects to the services that the environment names, or starts embedded ones over a new folder. */
export async function testEndpoints(): Promise<TestEndpoints> {
  const external = externalServers(testEnvironment);
  const folder = external ? undefined : await mkdtemp(join(tmpdir(), 'dropwire-endpoints-'));
  const servers = external ?? (await embedded(folder as string));
  const { s3, dynamodb } = servers.clients;
  const buckets: string[] = [];
  const tables: string[] = [];
  return {
    s3,
    dynamodb,
    async newBucket() {
      const Bucket = uniqueName('bucket');
      await s3.send(new CreateBucketCommand({ Bucket, ...locationIn(servers.region) }));
      buckets.push(Bucket);
      return Bucket;
    },
    async newTable() {
      const TableName = uniqueName('table');
      await dynamodb.send(catalogTable(TableName));
      tables.push(TableName);
      await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
      return TableName;
    },
    async close() {
      if (external) {
        for (const bucket of buckets) await emptyBucket(s3, bucket);
        for (const TableName of tables) await dynamodb.send(new DeleteTableCommand({ TableName }));
      }
      await servers.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

function embedded(folder: string): Promise<Servers> {
  return startEmbedded({
    inside: (...names) => join(folder, ...names),
    ports: {},
    dynamodb: testEnvironment.DYNAMODB,
  });
}

/** us-east-1 is the one region that may not be named (Amazon S3 API reference, CreateBucket). */
function locationIn(region: string) {
  if (region === 'us-east-1') return {};
  return { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
}

/** A table with the catalog's keys. */
export const catalogTable = (TableName: string): CreateTableCommand =>
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
