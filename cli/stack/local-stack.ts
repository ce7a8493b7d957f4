import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readStackFile, type StackFile } from '../../local/stack-file.ts';
import { type Stack, StackUnreachableError } from './stack.ts';

/**
 * The stack that runs on this machine over a data folder.
 * @throws StackUnreachableError `stack-not-running`
 */
export async function localStack(dataDir: string): Promise<Stack> {
  const description = await describedStack(dataDir);
  const { region, endpoints, credentials, buckets, table, queues, siteUrl } = description;
  const common = { region, ...(credentials && { credentials: { ...credentials } }) };
  const clients = {
    s3: new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true }),
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
    dynamodb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
  };
  return {
    siteUrl,
    inboxBucket: buckets.inbox,
    storeBucket: buckets.store,
    catalogTable: table,
    queues,
    clients,
    close: () => Object.values(clients).forEach((client) => void client.destroy()),
  };
}

async function describedStack(dataDir: string): Promise<StackFile> {
  let description: StackFile | undefined;
  let cause: unknown;
  try {
    description = await readStackFile(dataDir);
  } catch (error) {
    cause = error;
  }
  // After a kill the file stays behind.
  if (description && isAlive(description.pid)) return description;
  throw new StackUnreachableError(
    'stack-not-running',
    `No local stack is running on ${resolve(dataDir)}. Start it with "npm start", name its folder with --data, or name a stack on AWS with --stack.`,
    { cause },
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
