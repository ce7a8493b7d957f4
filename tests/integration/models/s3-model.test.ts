import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { S3 } from '../../../shared/clients.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { type TestEndpoints, testEndpoints } from '../../helpers/test-endpoints.ts';
import { s3Cases } from './s3-contract.ts';

describe('the S3 model', () => {
  const client = new S3Model(() => Date.now()).client<S3>();
  let buckets = 0;

  test.each(s3Cases)('$name', async ({ run, expected }) => {
    const bucket = `contract-${++buckets}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    expect(await run({ client, bucket })).toEqual(expected);
  });
});

describe('the S3 server', () => {
  let endpoints: TestEndpoints;
  beforeAll(async () => {
    endpoints = await testEndpoints();
  }, 60_000);
  afterAll(() => endpoints.close(), 60_000);

  test.each(s3Cases)(
    '$name',
    async ({ run, expected }) => {
      expect(await run({ client: endpoints.s3, bucket: await endpoints.newBucket() })).toEqual(expected);
    },
    60_000,
  );
});
