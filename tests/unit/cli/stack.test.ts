import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explainFailure } from '../../../cli/explain-failure.ts';
import { SavedProgress } from '../../../cli/requeue/saved-progress.ts';
import { describeAwsStack } from '../../../cli/stack/aws-stack.ts';
import { localStack } from '../../../cli/stack/local-stack.ts';
import { placeOf } from '../../../cli/stack/open-stack.ts';
import { StackUnreachableError } from '../../../cli/stack/stack.ts';
import * as z from '../../../shared/zod.ts';
import { type AwsCommand, clientOf } from '../../helpers/models/service-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dropwire-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const outputs = {
  InboxBucket: 'inbox-1',
  StoreBucket: 'store-1',
  SiteUrl: 'https://news.example.com',
  DistributionId: 'E1',
  CatalogTable: 'catalog-1',
  IngestQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/ingest',
  IngestDeadLettersUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/ingest-dead',
  PublishQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/publish',
  PublishDeadLettersUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/publish-dead',
};

const cloudFormation = (answer: (command: AwsCommand) => object) =>
  clientOf<Pick<CloudFormationClient, 'send'>>(answer);
const withOutputs = (given: Record<string, string>) =>
  cloudFormation(() => ({
    Stacks: [
      {
        Outputs: Object.entries(given).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  }));
const failing = (name: string, message: string) =>
  cloudFormation(() => {
    throw Object.assign(new Error(message), { name });
  });

describe('a stack on AWS', () => {
  test('is found by its outputs', async () => {
    const asked: AwsCommand[] = [];
    const answers = withOutputs(outputs);
    const client = cloudFormation((command) => {
      asked.push(command);
      return answers.send(command as never) as object;
    });
    expect(await describeAwsStack(client, 'News')).toEqual({
      siteUrl: 'https://news.example.com/',
      inboxBucket: 'inbox-1',
      storeBucket: 'store-1',
      catalogTable: 'catalog-1',
      queues: {
        ingest: { url: outputs.IngestQueueUrl, deadLetterUrl: outputs.IngestDeadLettersUrl },
        publish: { url: outputs.PublishQueueUrl, deadLetterUrl: outputs.PublishDeadLettersUrl },
      },
    });
    expect(asked.map(({ input }) => input)).toEqual([{ StackName: 'News' }]);
  });

  const failures: [string, string, string, RegExp][] = [
    ['ValidationError', 'Stack with id News does not exist', 'stack-not-found', /no stack News .* --region/],
    ['CredentialsProviderError', 'Could not load', 'credentials-missing', /--profile/],
    ['Error', 'Region is missing', 'region-missing', /--region/],
    ['AccessDenied', 'not authorized', 'stack-not-reachable', /not authorized/],
  ];
  test.each(failures)('%s: %s', async (name, message, code, said) => {
    const error: unknown = await describeAwsStack(failing(name, message), 'News').catch((caught) => caught);
    expect(error).toBeInstanceOf(StackUnreachableError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(said) });
    expect(explainFailure(error).exitCode).toBe(3);
  });

  test('of another kind is told apart, with what it lacks', async () => {
    const { CatalogTable: _, ...others } = outputs;
    await expect(describeAwsStack(withOutputs(others), 'Shop')).rejects.toMatchObject({
      code: 'stack-foreign',
      message: expect.stringContaining('CatalogTable'),
    });
  });
});

describe('the local stack', () => {
  test('that was never started says how to start it', async () => {
    await expect(localStack(folder)).rejects.toMatchObject({
      code: 'stack-not-running',
      message: expect.stringContaining('npm start'),
    });
  });

  test('that was killed is not running, though its file is there', async () => {
    const queue = { url: 'u', arn: 'a', deadLetterUrl: 'd', deadLetterArn: 'e' };
    const file = {
      // No process has a number beyond the kernel's largest.
      pid: 2 ** 30,
      siteUrl: 'http://127.0.0.1:1/',
      region: 'us-east-1',
      endpoints: { s3: 'http://127.0.0.1:1', sqs: 'http://127.0.0.1:1', dynamodb: 'http://127.0.0.1:1' },
      buckets: { inbox: 'i', store: 's', site: 't' },
      queues: { ingest: queue, publish: queue },
      table: 'c',
    };
    await writeFile(join(folder, 'stack.json'), JSON.stringify(file));
    await expect(localStack(folder)).rejects.toMatchObject({ code: 'stack-not-running' });
    await writeFile(join(folder, 'stack.json'), JSON.stringify({ ...file, pid: process.pid }));
    const stack = await localStack(folder);
    expect(stack).toMatchObject({ siteUrl: file.siteUrl, inboxBucket: 'i', catalogTable: 'c' });
    stack.close();
  });
});

test('profile and region are those that the AWS CLI would take', () => {
  expect(placeOf({}, {})).toEqual({});
  expect(placeOf({}, { AWS_DEFAULT_REGION: 'eu-west-1' })).toEqual({ region: 'eu-west-1' });
  const both = { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-west-1' };
  expect(placeOf({}, both)).toEqual({ region: 'eu-north-1' });
  expect(placeOf({ profile: 'news', region: 'eu-south-1' }, both)).toEqual({
    profile: 'news',
    region: 'eu-south-1',
  });
});

describe('failures', () => {
  test('a connection that is refused means that the stack is not reachable', () => {
    const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(explainFailure(error)).toEqual({
      code: 'stack-not-reachable',
      message: expect.stringContaining('ECONNREFUSED'),
      exitCode: 3,
    });
  });

  test('what AWS refuses is told in one line', () => {
    const error = Object.assign(new Error('no rights'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    expect(explainFailure(error)).toEqual({
      code: 'AccessDenied',
      message: 'AWS refused, with HTTP status 403: no rights',
      exitCode: 1,
    });
  });
});

describe('saved progress', () => {
  const schema = z.object({ after: z.string() });
  const stack = {
    catalogTable: 'c',
    queues: {
      ingest: { url: 'i', deadLetterUrl: 'id' },
      publish: { url: 'p', deadLetterUrl: 'pd' },
    },
  };
  const of = (work: string[], table = 'c') =>
    new SavedProgress({ ...stack, catalogTable: table }, work, schema, { XDG_STATE_HOME: folder });

  test('is there until it is cleared, for the same work on the same stack only', async () => {
    expect(await of(['rebuild']).load()).toBeUndefined();
    await of(['rebuild']).save({ after: 'x' });
    expect(await of(['rebuild']).load()).toEqual({ after: 'x' });
    expect(await of(['rebuild', 'tags/a']).load()).toBeUndefined();
    expect(await of(['rebuild'], 'other').load()).toBeUndefined();
    await of(['rebuild']).clear();
    expect(await of(['rebuild']).load()).toBeUndefined();
  });

  test('that is damaged counts as none', async () => {
    const saved = of(['backfill']);
    await saved.save({ after: 'x' });
    await writeFile(saved.path, '{"after":');
    expect(await saved.load()).toBeUndefined();
    await writeFile(saved.path, '{"before":1}');
    expect(await saved.load()).toBeUndefined();
  });
});
