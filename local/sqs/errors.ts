/** An error as Amazon SQS answers it: its shape's name, its older query-protocol code and an HTTP status. */
export class SqsError extends Error {
  readonly type: string;
  readonly queryCode: string;
  readonly status: number;

  constructor(type: string, message: string, queryCode = type, status = 400) {
    super(message);
    this.name = 'SqsError';
    this.type = type;
    this.queryCode = queryCode;
    this.status = status;
  }
}

export const queueDoesNotExist = (name: string): SqsError =>
  new SqsError(
    'QueueDoesNotExist',
    `The specified queue does not exist: ${name}`,
    'AWS.SimpleQueueService.NonExistentQueue',
  );

export const invalidParameter = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

export const receiptHandleIsInvalid = (): SqsError =>
  new SqsError('ReceiptHandleIsInvalid', 'The receipt handle is not one of a message in flight.');
