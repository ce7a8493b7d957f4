import { describe, expect, test } from '@jest/globals';
import { allOf, allowances } from '../readable-template.ts';
import { template } from '../synthesized.ts';

const traces = { '*': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] };
const logs = (handler: string) => ({
  [`${handler}Logs.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
});
const consume = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

describe('permissions', () => {
  test('ingest reads and tags uploads, adds revisions, changes the catalog and tells the publisher', () => {
    expect(allowances(template, 'IngestHandlerRole')).toEqual({
      ...traces,
      ...logs('IngestHandler'),
      'IngestQueue.Arn': [...consume, 'sqs:SendMessage'],
      'Inbox.Arn': ['s3:ListBucket', 's3:ListBucketVersions'],
      'Inbox.Arn/*': [
        's3:GetObject',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionTagging',
        's3:PutObjectTagging',
        's3:PutObjectVersionTagging',
      ],
      'Store.Arn/*': ['s3:PutObject'],
      'Catalog.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'PublishQueue.Arn': ['sqs:SendMessage'],
      'EventsBus.Arn': ['events:PutEvents'],
    });
  });

  test('publish reads the catalog and the store, writes the site and invalidates its copies', () => {
    expect(allowances(template, 'PublishHandlerRole')).toEqual({
      ...traces,
      ...logs('PublishHandler'),
      'PublishQueue.Arn': consume,
      'Store.Arn': ['s3:ListBucket'],
      'Store.Arn/*': ['s3:DeleteObject', 's3:GetObject'],
      'Site.Arn': ['s3:ListBucket'],
      'Site.Arn/*': ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      'Catalog.Arn': [
        'dynamodb:BatchWriteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/DeliveryDistribution': [
        'cloudfront:CreateInvalidation',
      ],
      'EventsBus.Arn': ['events:PutEvents'],
    });
  });

  test('reconcile changes the catalog, reads the site, lists the store and tells the publisher', () => {
    expect(allowances(template, 'ReconcileHandlerRole')).toEqual({
      ...traces,
      ...logs('ReconcileHandler'),
      'Store.Arn': ['s3:ListBucket'],
      'Site.Arn': ['s3:ListBucket'],
      'Site.Arn/*': ['s3:GetObject'],
      'Catalog.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'PublishQueue.Arn': ['sqs:SendMessage'],
    });
  });

  test('the canary has one object of the inbox to itself, and nothing else', () => {
    expect(allowances(template, 'CanaryHandlerRole')).toEqual({
      ...traces,
      ...logs('CanaryHandler'),
      'Inbox.Arn/.dropwire/canary/article.md': ['s3:DeleteObject', 's3:PutObject'],
    });
  });

  test('the roles are those of the functions, and nothing was granted beside these policies', () => {
    const roles = allOf(template, 'AWS::IAM::Role');
    expect(roles.map(([id]) => id)).toEqual([
      'IngestHandlerRole',
      'PublishHandlerRole',
      'ReconcileHandlerRole',
      'CanaryHandlerRole',
    ]);
    for (const [, { properties }] of roles) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
      expect(properties).not.toHaveProperty('Policies');
    }
    expect(allOf(template, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  test('a function exists no earlier than its permissions', () => {
    for (const name of ['Ingest', 'Publish', 'Reconcile', 'Canary']) {
      expect(template.resources[`${name}HandlerFunction`]?.dependsOn).toContain(
        `${name}HandlerRoleDefaultPolicy`,
      );
    }
  });

  test('only their schedules may call functions from outside', () => {
    expect(allOf(template, 'AWS::Lambda::Permission').map(([, { properties }]) => properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'ReconcileHandlerFunction.Arn',
        Principal: 'events.amazonaws.com',
        SourceArn: 'ReconcileSchedule.Arn',
      },
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'CanaryHandlerFunction.Arn',
        Principal: 'events.amazonaws.com',
        SourceArn: 'CanarySchedule.Arn',
      },
    ]);
  });
});
