/**
 * The functions as they are deployed: each from its asset, with AWS-shaped events, against the embedded services; and what
 * they ask of these, compared with what the template allows.
 */
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPage, parsePage, recordOf, renderPage } from '../../../shared/changes/change-page.ts';
import { canaryUploadKey } from '../../../shared/resources/canary.ts';
import { changesKey } from '../../../shared/resources/object-keys.ts';
import { changeLogSettings } from '../../../shared/resources/settings.ts';
import { type DeployedFunctions, startDeployed } from '../../helpers/bundles/deployed-functions.ts';
import { until } from '../../helpers/pipeline.ts';
import { png } from '../../helpers/png.ts';
import { allowances, propertiesOf } from '../readable-template.ts';
import { assembly, template } from '../synthesized.ts';

const idOf = {
  ingest: 'IngestHandler',
  publish: 'PublishHandler',
  reconcile: 'ReconcileHandler',
  canary: 'CanaryHandler',
} as const;
const names = ['ingest', 'publish', 'reconcile', 'canary'] as const;
const done = { batchItemFailures: [] };
let deployed: DeployedFunctions;

function assetOf(name: keyof typeof idOf): string {
  const { Code } = propertiesOf(template, `${idOf[name]}Function`, 'AWS::Lambda::Function') as {
    Code: { S3Key: string };
  };
  return join(assembly.folder, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs');
}

beforeAll(async () => {
  deployed = await startDeployed(assetOf);
});
afterAll(() => deployed.stop());

async function upload(key: string, Body: string | Uint8Array, Tagging?: string): Promise<void> {
  const { servers, resources } = deployed;
  await servers.clients.s3.send(
    new PutObjectCommand({ Bucket: resources.buckets.inbox, Key: key, Body, Tagging }),
  );
  expect(await deployed.tellIngest(key)).toEqual(done);
}

async function remove(key: string): Promise<void> {
  const { servers, resources } = deployed;
  await servers.clients.s3.send(new DeleteObjectCommand({ Bucket: resources.buckets.inbox, Key: key }));
  expect(await deployed.tellIngest(key, 's3-delete-marker')).toEqual(done);
}

/** Puts a page of the change log on the site to which nothing can be added: the next change has to seal it. */
async function fillChangeLog(): Promise<void> {
  const { servers, resources } = deployed;
  const change = { id: '1c4b5bc9-8d8c-5b9c-9e57-0f5a3f5e8a11', kind: 'withdrawn' as const, feeds: ['all'] };
  const path = 'articles/2020/01/long-gone-1c4b5bc9/';
  const { recordsPerPage } = changeLogSettings;
  const records = Array.from({ length: recordsPerPage }, (_, index) =>
    recordOf({ ...change, path, version: index + 1, at: '2020-01-01T00:00:00.000Z' }, index + 1),
  );
  const Body = renderPage({ ...newPage(1, recordsPerPage), records });
  await servers.clients.s3.send(
    new PutObjectCommand({ Bucket: resources.buckets.site, Key: changesKey, Body }),
  );
}

async function publish(): Promise<void> {
  for (const answer of await deployed.publishAll()) expect(answer).toEqual(done);
}

async function siteText(Key: string): Promise<string> {
  const { servers, resources } = deployed;
  const answer = await servers.clients.s3.send(new GetObjectCommand({ Bucket: resources.buckets.site, Key }));
  return (await answer.Body?.transformToString()) ?? '';
}

async function siteKeys(): Promise<string[]> {
  const { servers, resources } = deployed;
  const { Contents = [] } = await servers.clients.s3.send(
    new ListObjectsV2Command({ Bucket: resources.buckets.site }),
  );
  return Contents.map(({ Key = '' }) => Key);
}

const titles = async () =>
  (JSON.parse(await siteText('feed.json')) as { items: { title: string }[] }).items
    .map(({ title }) => title)
    .sort();
const ferry = 'news/Ferry & tide.md';

describe('the functions from their assets', () => {
  test('S3 tries out its notification, and nothing happens', async () => {
    expect(await deployed.tellIngestOfTest()).toEqual(done);
    expect(await deployed.publishAll()).toEqual([]);
  });

  test('uploads of every kind come out as a feed', async () => {
    await fillChangeLog();
    await upload(ferry, '# Ferry back\n\nIt runs again.\n\n![The pier](pier.png)\n', 'desk=harbour');
    await upload('news/pier.png', png(40, 30));
    const items = ['One', 'Two'].map(
      (title) =>
        `<item><title>${title}</title><guid>${title}</guid><description>Text of ${title}.</description></item>`,
    );
    await upload(
      'feeds/wire.xml',
      `<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`,
    );
    expect(await deployed.tellIngest(ferry)).toEqual(done);
    await publish();
    expect(await titles()).toEqual(['Ferry back', 'One', 'Two']);
    expect((await siteKeys()).some((key) => key.startsWith('media/'))).toBe(true);
    expect(await siteKeys()).toContain('changes/1.json');
    expect(parsePage(await siteText(changesKey))).toMatchObject({ page: 2, previous: '/changes/1.json' });
  });

  test('a bad upload is rejected, and the version before it stays', async () => {
    await upload(ferry, Uint8Array.of(0, 255, 0, 255, 1, 2, 3));
    await publish();
    expect(await titles()).toContain('Ferry back');
    expect(deployed.functions.ingest.process.printed).toContain('"result":"rejected"');
  });

  test('a corrected and a withdrawn article', async () => {
    await upload(ferry, '# Ferry late\n\nIt runs again from Monday.\n');
    await publish();
    expect(await titles()).toEqual(['Ferry late', 'One', 'Two']);
    await remove(ferry);
    await publish();
    expect(await titles()).toEqual(['One', 'Two']);
  });

  test('an article under embargo appears when its time has come, by the schedule', async () => {
    const due = new Date(Date.now() + 5000).toISOString();
    await upload('news/later.md', `---\nembargo: ${due}\n---\n# Later\n\nNot before.\n`);
    await upload('news/never.md', '---\nembargo: 2999-01-01T00:00:00Z\n---\n# Never\n\nNot before.\n');
    await remove('news/never.md');
    await publish();
    expect(await titles()).toEqual(['One', 'Two']);
    while (Date.now() < Date.parse(due)) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await deployed.runReconcile()).toBeNull();
    await publish();
    expect(await titles()).toEqual(['Later', 'One', 'Two']);
  });

  test('documents that should not be there go with the next round of reconciling', async () => {
    const { servers, resources } = deployed;
    const id = '1c4b5bc9-8d8c-5b9c-9e57-0f5a3f5e8a11';
    const Key = `articles/2020/01/stray-${id.slice(0, 8)}/article.json`;
    await servers.clients.s3.send(
      new PutObjectCommand({ Bucket: resources.buckets.site, Key, Body: JSON.stringify({ id }) }),
    );
    const rested = () => deployed.functions.reconcile.process.printed.includes('"phase":"rest"');
    for (let run = 0; run < 12 && !rested(); run++) {
      await deployed.runReconcile();
      await publish();
    }
    expect(rested()).toBe(true);
    expect(await siteKeys()).not.toContain(Key);
    expect(await titles()).toEqual(['Later', 'One', 'Two']);
  });

  test('the canary comes through, and leaves nothing behind that readers are led to', async () => {
    const { servers, resources } = deployed;
    const listing = { Bucket: resources.buckets.inbox, Prefix: canaryUploadKey };
    const present = async () =>
      ((await servers.clients.s3.send(new ListObjectsV2Command(listing))).KeyCount ?? 0) > 0;
    const flight = deployed.runCanary();
    await until('the canary to be uploaded', present);
    expect(await deployed.tellIngest(canaryUploadKey)).toEqual(done);
    await publish();
    await until('the canary to be withdrawn', async () => !(await present()));
    expect(await deployed.tellIngest(canaryUploadKey, 's3-delete-marker')).toEqual(done);
    await publish();
    expect(await flight).toBeNull();
    expect(deployed.functions.canary.process.printed).toMatch(/"CanaryDwell":\[?\d/);
    expect(deployed.functions.canary.process.printed).toContain('"CanaryFailures":0');
    for (const key of await siteKeys()) {
      if (!key.startsWith('canary/'))
        expect([key, /canary/i.test(await siteText(key))]).toEqual([key, false]);
    }
  });

  test.each(names)('%s writes JSON lines only: no secrets, no whole events', (name) => {
    const { printed } = deployed.functions[name].process;
    const lines = printed.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(name === 'canary' ? 1 : 3);
    for (const line of lines) expect(typeof JSON.parse(line)).toBe('object');
    const { secretAccessKey } = deployed.servers.credentials ?? {};
    expect(secretAccessKey).toBeTruthy();
    for (const word of [
      secretAccessKey ?? '',
      'receiptHandle',
      'ApproximateReceiveCount',
      'Records',
      'It runs again',
    ]) {
      expect(printed).not.toContain(word);
    }
  });

  test('they count what they did', () => {
    const sumOf = (name: keyof typeof idOf, metric: string) =>
      deployed.functions[name].process.printed
        .split('\n')
        .filter((line) => line.includes('"_aws"'))
        .flatMap((line) => [JSON.parse(line)[metric] ?? 0].flat())
        .reduce((sum: number, value: number) => sum + value, 0);
    expect(sumOf('ingest', 'Rejected')).toBe(1);
    expect(sumOf('ingest', 'IngestRequests')).toBe(
      deployed.functions.ingest.proxies.reduce((sum, [{ requests }]) => sum + requests.length, 0),
    );
    expect(sumOf('publish', 'Published')).toBe(4);
    expect(sumOf('publish', 'Withdrawn')).toBe(1);
    expect(sumOf('publish', 'PublishLatency')).toBeGreaterThan(0);
    expect(sumOf('reconcile', 'Released')).toBe(1);
  });
});

describe('permissions', () => {
  /** Used by Lambda for the function: its log, its traces, the messages of its queue. */
  const byLambda = /^(logs:|xray:|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes) )/;
  /** Used without a request of their own. */
  const silent: Record<keyof typeof idOf, string[]> = {
    // ListBucket makes S3 answer 404, not 403, of what isn't there; GetObjectTagging makes it tell the number of tags.
    // S3 asks for PutObjectTagging beside PutObjectVersionTagging (Amazon S3 API reference, PutObjectTagging).
    ingest: [
      's3:ListBucket on Inbox.Arn',
      's3:GetObjectTagging on Inbox.Arn/*',
      's3:PutObjectTagging on Inbox.Arn/*',
    ],
    publish: ['s3:ListBucket on Store.Arn'],
    reconcile: [],
    canary: [],
  };
  const allowed = (name: keyof typeof idOf) =>
    Object.entries(allowances(template, `${idOf[name]}Role`)).flatMap(([resource, actions]) =>
      actions.map((action) => `${action} on ${resource}`),
    );

  test.each(names)('%s may do all that it does', (name) => {
    const may = new Set(allowed(name));
    expect([...deployed.needed(name)].filter((each) => !may.has(each))).toEqual([]);
  });

  test.each(names)('%s does all that it may', (name) => {
    const does = deployed.needed(name);
    const unused = allowed(name).filter((each) => !byLambda.test(each) && !does.has(each));
    expect(unused.sort()).toEqual([...silent[name]].sort());
  });
});
