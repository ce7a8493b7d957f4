import type { RecordedRequest } from './recording-proxy.ts';

/** What IAM has to allow for a request: an action on a resource. */
export interface NeededAction {
  action: string;
  /** Bucket, table, queue or distribution, and `/*` after the bucket for one of its objects. */
  resource: string;
  /** Of the object, where it is one. */
  key?: string;
}

/** S3's actions by request (Amazon S3 user guide, "Required permissions for Amazon S3 API operations"). */
export function s3Actions({ method, path }: RecordedRequest): NeededAction[] {
  const { pathname, searchParams } = new URL(path, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  const version = searchParams.has('versionId') ? 'Version' : '';
  const onBucket = (action: string) => [{ action: `s3:${action}`, resource: bucket }];
  const onObject = (action: string) => [
    { action: `s3:${action}`, resource: `${bucket}/*`, key: decodeURIComponent(key) },
  ];
  if (key === '') {
    if (method === 'POST' && searchParams.has('delete')) return onObject('DeleteObject');
    if (method === 'GET') return onBucket(searchParams.has('versions') ? 'ListBucketVersions' : 'ListBucket');
  } else if (searchParams.has('tagging')) {
    return onObject(`${method === 'PUT' ? 'Put' : 'Get'}Object${version}Tagging`);
  } else if (method === 'GET' || method === 'HEAD') return onObject(`GetObject${version}`);
  else if (method === 'PUT') return onObject('PutObject');
  else if (method === 'DELETE') return onObject(`DeleteObject${version}`);
  throw new TypeError(`Say what S3 asks for: ${method} ${path}`);
}

/** DynamoDB's actions: a transaction needs those of its parts (Amazon DynamoDB guide, "IAM with transactions"). */
export function tableActions({ target = '', body }: RecordedRequest): NeededAction[] {
  const operation = target.split('.').at(-1) ?? '';
  const input = JSON.parse(body);
  if (operation === 'TransactWriteItems') {
    return input.TransactItems.flatMap((item: Record<string, { TableName: string }>) =>
      Object.entries(item).map(([kind, { TableName }]) => ({
        action: `dynamodb:${kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`}`,
        resource: TableName,
      })),
    );
  }
  const tables = operation.startsWith('Batch') ? Object.keys(input.RequestItems) : [input.TableName];
  return tables.map((resource: string) => ({ action: `dynamodb:${operation}`, resource }));
}

/** SQS's actions: batches need the permission for one message. */
export function queueActions({ target = '', body }: RecordedRequest): NeededAction[] {
  const operation =
    target
      .split('.')
      .at(-1)
      ?.replace(/Batch$/, '') ?? '';
  const { QueueUrl } = JSON.parse(body);
  return [{ action: `sqs:${operation}`, resource: String(QueueUrl).split('/').at(-1) ?? '' }];
}

/** EventBridge's one action here; each entry names its bus. */
export function eventActions({ target = '', body }: RecordedRequest): NeededAction[] {
  const { Entries } = JSON.parse(body) as { Entries: { EventBusName: string }[] };
  return Entries.map(({ EventBusName }) => ({
    action: `events:${target.split('.').at(-1)}`,
    resource: EventBusName,
  }));
}

export function cloudFrontActions({ method, path }: RecordedRequest): NeededAction[] {
  const [, id = ''] = /^\/[\d-]+\/distribution\/([^/]+)\/invalidation$/.exec(path) ?? [];
  if (method !== 'POST' || id === '') throw new TypeError(`Say what CloudFront asks for: ${method} ${path}`);
  return [{ action: 'cloudfront:CreateInvalidation', resource: id }];
}
