import type { Usage } from './metered.ts';

/** AWS list prices in us-east-1, November 2026, in dollars a million. Compute time, storage and transfer are apart. */
export const dollarsPerMillion = {
  /** PUT, COPY, POST and LIST; tagging is taken for one of these. */
  s3Write: 5,
  s3Read: 0.4,
  s3Delete: 0,
  dynamodbWriteUnit: 0.625,
  dynamodbReadUnit: 0.125,
  sqs: 0.4,
  lambda: 0.2,
} as const;

/** What was used, in dollars. */
export function costOf({ requests, readUnits, writeUnits }: Usage): number {
  let millionths =
    readUnits * dollarsPerMillion.dynamodbReadUnit + writeUnits * dollarsPerMillion.dynamodbWriteUnit;
  for (const [name, count] of requests) millionths += count * priceOf(name);
  return millionths / 1_000_000;
}

function priceOf(request: string): number {
  const [service, operation = ''] = request.split(' ');
  if (service === 'sqs') return dollarsPerMillion.sqs;
  if (service === 'lambda') return dollarsPerMillion.lambda;
  // DynamoDB is paid by capacity, not by request.
  if (service !== 's3') return 0;
  if (/^Delete/.test(operation)) return dollarsPerMillion.s3Delete;
  return /^(Put|Copy|Post|List|Create|Upload|Complete)/.test(operation)
    ? dollarsPerMillion.s3Write
    : dollarsPerMillion.s3Read;
}
