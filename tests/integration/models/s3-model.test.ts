import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import type { S3 } from '../../../shared/clients.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { s3Cases } from './s3-contract.ts';

let buckets = 0;

async function newBucket(client: S3): Promise<string> {
  buckets += 1;
  const Bucket = `contract-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

describe('the S3 model', () => {
  const client = new S3Model(() => Date.now()).client<S3>();
  test.each(s3Cases)('$name', async ({ run, expected }) => {
    expect(await run({ client, bucket: await newBucket(client) })).toEqual(expected);
  });
});
