import { QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { nameOf, statusOf } from '../../shared/clients.ts';
import { feedsPartition } from '../../shared/resources/table-keys.ts';
import type { QueueName, Stack } from '../stack/stack.ts';
import { plural } from '../terminal.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

/** One thing about a stack: what it is, and the permission that looking at it needs. */
interface StackCheck {
  check: string;
  permission: string;
  look(stack: Stack): Promise<Finding>;
}

const checks: readonly StackCheck[] = [
  {
    check: 'inbox',
    permission: 's3:ListBucketVersions on the inbox bucket',
    async look({ clients, inboxBucket: Bucket }) {
      await clients.s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }));
      return ok('inbox', `The inbox ${Bucket} can be listed`);
    },
  },
  {
    check: 'versioning',
    permission: 's3:GetBucketVersioning on the inbox bucket',
    async look({ clients, inboxBucket: Bucket }) {
      const { Status } = await clients.s3.send(new GetBucketVersioningCommand({ Bucket }));
      if (Status === 'Enabled') return ok('versioning', 'The inbox keeps every version');
      return problem(
        'versioning',
        'The inbox keeps no versions: what is overwritten or deleted is lost, and the order of changes with it',
        'Deploy the stack again; it switches versioning on.',
      );
    },
  },
  {
    check: 'notifications',
    permission: 's3:GetBucketNotification on the inbox bucket',
    async look({ clients, inboxBucket: Bucket }) {
      const { QueueConfigurations = [] } = await clients.s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket }),
      );
      const events = QueueConfigurations.flatMap(({ Events = [] }) => Events as string[]);
      const missing = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'].filter((event) => !events.includes(event));
      if (missing.length === 0)
        return ok('notifications', 'The inbox tells the pipeline of uploads and deletions');
      return problem(
        'notifications',
        `The inbox doesn't tell the pipeline of ${missing.join(' and ')}`,
        'Deploy (or start) the stack again, then "dropwire backfill" for what came meanwhile.',
      );
    },
  },
  {
    check: 'store',
    permission: 's3:ListBucket on the store bucket',
    async look({ clients, storeBucket: Bucket }) {
      await clients.s3.send(new HeadBucketCommand({ Bucket }));
      return ok('store', `The store ${Bucket} is there`);
    },
  },
  {
    check: 'catalog',
    permission: 'dynamodb:Query on the table',
    async look({ clients, catalogTable: TableName }) {
      await clients.dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': feedsPartition }),
          Limit: 1,
        }),
      );
      return ok('catalog', `The catalog ${TableName} can be read`);
    },
  },
  ...(['ingest', 'publish'] as const).flatMap((name) => [deadLetters(name), backlog(name)]),
];

function deadLetters(name: QueueName): StackCheck {
  const check = `${name}-dead-letters`;
  return {
    check,
    permission: 'sqs:GetQueueAttributes on the dead-letter queues',
    async look({ clients, queues }) {
      const { waiting } = await depth(clients.sqs, queues[name].deadLetterUrl);
      if (waiting === 0) return ok(check, `Nothing has failed for good in the ${name} queue`);
      return warning(
        check,
        `${waiting} messages of the ${name} queue failed five times and lie among its dead letters`,
        `See docs/runbook.md for the cause, then "dropwire redrive ${name}".`,
      );
    },
  };
}

/** Messages that may wait before that is worth a word. */
const longQueue = 10_000;

function backlog(name: QueueName): StackCheck {
  const check = `${name}-queue`;
  return {
    check,
    permission: 'sqs:GetQueueAttributes on the queues',
    async look({ clients, queues }) {
      const { waiting } = await depth(clients.sqs, queues[name].url);
      if (waiting < longQueue) return ok(check, `${plural(waiting, 'message')} waiting in the ${name} queue`);
      return warning(
        check,
        `${plural(waiting, 'message')} waiting in the ${name} queue`,
        'Wait, if much was uploaded; else see the function’s errors (docs/runbook.md).',
      );
    },
  };
}

async function depth(sqs: Stack['clients']['sqs'], QueueUrl: string): Promise<{ waiting: number }> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return { waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0) };
}

const isDenied = (error: unknown): boolean =>
  statusOf(error) === 403 || /AccessDenied|NotAuthorized|Unauthorized/i.test(nameOf(error) ?? '');

/** Looks at every resource of a stack; what may not be looked at is told with the permission that is missing. */
export async function checkStack(stack: Stack): Promise<Finding[]> {
  return Promise.all(
    checks.map(async ({ check, permission, look }) => {
      try {
        return await look(stack);
      } catch (error) {
        if (isDenied(error)) {
          return warning(check, `Looking at it is not allowed: ${reasonOf(error)}`, `Grant ${permission}.`);
        }
        return problem(check, reasonOf(error), 'See that the stack is deployed, or started, completely.');
      }
    }),
  );
}
