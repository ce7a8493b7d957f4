import type { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { variables, variablesOf } from '../../shared/resources/environment.ts';

type Variable = keyof typeof variables;
export type FunctionName = keyof typeof variablesOf;

/** A resource as a function gets it: what to call it, and all that may be done with it. */
export interface Given {
  value: string;
  allow: PolicyStatement[];
}

/** Exactly the variables that the function reads: one too few or too many does not compile. */
export type GivenTo<F extends FunctionName> = {
  [V in (typeof variablesOf)[F][number] & Variable]: Given;
};

/** Actions on the bucket itself and on its objects; S3 tells them apart by resource. */
export interface BucketActions {
  bucket?: string[];
  objects?: string[];
}

/** The grants are spelled out, action by action: the CDK's grant methods add wildcards such as `s3:GetObject*`. */
export const given = {
  bucket: (bucket: IBucket, actions: BucketActions): Given => ({
    value: bucket.bucketName,
    allow: [
      ...(actions.bucket ? [allow(bucket.bucketArn, actions.bucket)] : []),
      ...(actions.objects ? [allow(bucket.arnForObjects('*'), actions.objects)] : []),
    ],
  }),
  table: (table: ITable, actions: string[]): Given => ({
    value: table.tableName,
    allow: [allow(table.tableArn, actions)],
  }),
  queue: (queue: IQueue, actions: string[]): Given => ({
    value: queue.queueUrl,
    allow: [allow(queue.queueArn, actions)],
  }),
  bus: (bus: IEventBus): Given => ({
    value: bus.eventBusName,
    allow: [allow(bus.eventBusArn, ['events:PutEvents'])],
  }),
  value: (value: string): Given => ({ value, allow: [] }),
  distribution: (stack: Stack, distributionId: string, actions: string[]): Given => ({
    value: distributionId,
    allow: [
      allow(
        stack.formatArn({
          service: 'cloudfront',
          region: '',
          resource: 'distribution',
          resourceName: distributionId,
        }),
        actions,
      ),
    ],
  }),
};

export const allow = (resource: string, actions: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources: [resource] });
