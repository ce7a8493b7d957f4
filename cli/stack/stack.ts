import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { DropwireError } from '../../shared/errors.ts';

/** No stack answers: it doesn't run, doesn't exist, or may not be asked. */
export class StackUnreachableError extends DropwireError {}

/** The queues of a stack that commands put messages into. */
export type QueueName = 'ingest' | 'publish';

/** A stack as commands use it, on this machine or on AWS. */
export interface Stack {
  /** Ends with a slash. */
  siteUrl: string;
  inboxBucket: string;
  /** Revisions of the articles. */
  storeBucket: string;
  catalogTable: string;
  queues: Record<QueueName, { url: string; deadLetterUrl: string }>;
  clients: { s3: S3Client; sqs: SQSClient; dynamodb: DynamoDBClient };
  /** Lets go of its connections. */
  close(): void;
}
