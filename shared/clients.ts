import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** The AWS clients as use-cases take them: the one method they call. */
export type S3 = Pick<S3Client, 'send'>;
export type DynamoDb = Pick<DynamoDBClient, 'send'>;
export type Sqs = Pick<SQSClient, 'send'>;

/**
 * Takes out of a client what describes every request and answer to a logger, item by item, also where there is none: a
 * twentieth of a publisher's work.
 */
export function withoutLogger<Client extends { middlewareStack: { remove(name: string): boolean } }>(
  client: Client,
): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** HTTP status of a failed AWS call, if the error came from one. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}

/** Name of an error as AWS gives it, such as `ConditionalCheckFailedException`. */
export function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
