import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { NoSuchBucket, NoSuchKey, NotFound, S3ServiceException } from '@aws-sdk/client-s3';
import { QueueDoesNotExist, ReceiptHandleIsInvalid, SQSServiceException } from '@aws-sdk/client-sqs';

/** Options that every exception class of the AWS SDK takes. */
interface ExceptionOptions {
  name: string;
  message: string;
  $fault: 'client' | 'server';
  $metadata: { httpStatusCode: number; requestId: string };
}

type ExceptionClass = new (options: ExceptionOptions) => Error;

/** Errors that the SDK gives a class of their own; the rest come as the service's base class with a name. */
const classes: Record<string, ExceptionClass> = {
  NoSuchKey,
  NoSuchBucket,
  NotFound,
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactionConflictException,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
};

function make(base: ExceptionClass, name: string, httpStatusCode: number, message: string): Error {
  return new (classes[name] ?? base)({
    name,
    message,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode, requestId: 'model' },
  });
}

/** An error as `@aws-sdk/client-s3` throws it. */
export const s3Error = (name: string, status: number, message = name): Error =>
  make(S3ServiceException, name, status, message);

/** An error as `@aws-sdk/client-dynamodb` throws it; DynamoDB answers nearly all of them with status 400. */
export const dynamoDbError = (name: string, message = name, status = 400): Error =>
  make(DynamoDBServiceException, name, status, message);

/** An error as `@aws-sdk/client-sqs` throws it. */
export const sqsError = (name: string, status: number, message = name): Error =>
  make(SQSServiceException, name, status, message);

/** One reason for each action of a transaction, in order. */
export interface CancellationReason {
  Code: string;
  Message?: string;
  Item?: object;
}

/** A canceled transaction; its message lists the codes as DynamoDB's does. */
export function transactionCanceled(reasons: CancellationReason[]): Error {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return Object.assign(dynamoDbError('TransactionCanceledException', message), {
    CancellationReasons: reasons,
  });
}
