import { beforeAll, expect, test } from '@jest/globals';
import type { S3EventRecord, SQSRecord } from 'aws-lambda';
import type { Clock } from '../../shared/clock.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { DynamoDbModel } from '../helpers/models/dynamodb/dynamodb-model.ts';
import { S3Model } from '../helpers/models/s3/s3-model.ts';
import { SqsModel } from '../helpers/models/sqs-model.ts';
import { fillCatalog } from './large-catalog.ts';
import { ingestFunction, names, type Outside, publishFunction } from './pipeline.ts';

const now = Date.UTC(2026, 5, 20, 12);

/** Requests and bytes, by what they cost on AWS. */
interface Cost {
  s3Writes: number;
  s3Reads: number;
  dynamoDbWrites: number;
  dynamoDbReads: number;
  sqsRequests: number;
  bytesWritten: number;
  bytesRead: number;
}

/** The ingest and publish functions, one warm environment each, over a catalog of so many articles. */
function newSite(articles: number) {
  const s3 = new S3Model(() => now);
  const dynamodb = new DynamoDbModel(() => now);
  const sqs = new SqsModel(() => now);
  s3.addBucket(names.inbox, { versioned: true });
  s3.addBucket(names.site);
  fillCatalog(dynamodb.addTable(names.table), s3.addBucket(names.store), articles, now);
  sqs.addQueue(names.publishQueue);
  const events: S3EventRecord[] = [];
  s3.notify(names.inbox, (record) => events.push(record));
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const outside: Outside = {
    s3: s3.client(),
    dynamodb: dynamodb.client(),
    sqs: sqs.client(),
    clock,
    settings: parseSiteSettings({ title: 'Large' }),
    log: {
      error: (_message, { error }) => {
        throw error;
      },
    },
  };
  const ingest = ingestFunction(outside);
  const publish = publishFunction(outside);

  const total = (): Cost => {
    const of = (model: { requests: Map<string, number> }, ...operations: string[]) =>
      operations.reduce((sum, operation) => sum + (model.requests.get(operation) ?? 0), 0);
    return {
      s3Writes: of(
        s3,
        'PutObject',
        'DeleteObject',
        'PutObjectTagging',
        'ListObjectsV2',
        'ListObjectVersions',
      ),
      s3Reads: of(s3, 'GetObject', 'HeadObject', 'GetObjectTagging'),
      dynamoDbWrites: of(dynamodb, 'PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'),
      dynamoDbReads: of(dynamodb, 'GetItem', 'Query', 'BatchGetItem', 'Scan'),
      sqsRequests: of(sqs, 'SendMessage', 'SendMessageBatch'),
      bytesWritten: s3.transferred.in + dynamodb.transferred.in + sqs.transferred.in,
      bytesRead: s3.transferred.out + dynamodb.transferred.out,
    };
  };

  /** What it costs to bring so many new articles from the inbox to the site. */
  const costOf = async (count: number, name: string): Promise<Cost> => {
    for (let n = 0; n < count; n++) {
      const Body = `# Story ${name} ${n}\n\nSomething new has happened, and this is what we know so far.\n`;
      s3.PutObject({ Bucket: names.inbox, Key: `news/${name}-${n}.md`, Body, ContentType: 'text/markdown' });
    }
    const before = total();
    for (const event of events.splice(0)) await ingest([message('one', { Records: [event] })]);
    for (let bodies = taken(sqs); bodies.length > 0; bodies = taken(sqs)) {
      const answer = await publish(bodies.map((body, n) => message(String(n), JSON.parse(body))));
      expect(answer.batchItemFailures).toEqual([]);
    }
    const after = total();
    const difference = Object.keys(before).map((key) => [
      key,
      (after[key as keyof Cost] - before[key as keyof Cost]) / count,
    ]);
    return Object.fromEntries(difference) as Cost;
  };
  return costOf;
}

const message = (messageId: string, body: unknown) =>
  ({ messageId, body: JSON.stringify(body) }) as SQSRecord;

/** Takes a batch, as large as the publish function's, out of the queue. */
function taken(sqs: SqsModel): string[] {
  const QueueUrl = names.publishQueue;
  const answer = sqs.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 200 }) as {
    Messages?: { Body?: string; ReceiptHandle?: string }[];
  };
  return (answer.Messages ?? []).map(({ Body = '', ReceiptHandle }) => {
    sqs.DeleteMessage({ QueueUrl, ReceiptHandle });
    return Body;
  });
}

/** Feeds that a measured article stands in: everything, its section, its language. */
const feeds = 3;

/**
 * What one insertion may touch more than another: in each of its feeds one archive page in four formats, with as many
 * entries as one rarely has (64 is the average), and the links of the page before it.
 */
const page: Cost = {
  s3Writes: feeds * 2 * 4,
  s3Reads: feeds * 2 * 4 + 200,
  dynamoDbWrites: 0,
  dynamoDbReads: feeds * 10,
  sqsRequests: 0,
  bytesWritten: feeds * 2 * 4 * 250_000,
  bytesRead: feeds * 1_000_000,
};

const sizes = [100, 10_000, 1_000_000];

/** Of one article, and of each of a thousand that come at once; the catalogs are built once, which takes longest. */
const costs = new Map<number, { one: Cost; each: Cost | undefined }>();

beforeAll(async () => {
  for (const size of sizes) {
    const costOf = newSite(size);
    await costOf(1, 'warm');
    const one = await costOf(1, 'measured');
    costs.set(size, { one, each: size === 10_000 ? undefined : await costOf(1000, 'burst') });
  }
}, 300_000);

test('publishing one article costs the same whatever the catalog holds, within one archive page', () => {
  for (const kind of Object.keys(page) as (keyof Cost)[]) {
    const all = [...costs.values()].map(({ one }) => one[kind]);
    expect(all).toHaveLength(sizes.length);
    expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(page[kind]);
  }
});

test('in a burst of a thousand, an article costs a few requests, whatever the catalog holds', () => {
  const bursts = [...costs.values()].flatMap(({ each }) => each ?? []);
  expect(bursts).toHaveLength(2);
  for (const kind of Object.keys(page) as (keyof Cost)[]) {
    const [small = 0, large = 0] = bursts.map((cost) => cost[kind]);
    // A page more or less in one of the five batches, spread over a thousand articles.
    expect(Math.abs(large - small)).toBeLessThanOrEqual((5 * page[kind]) / 1000);
  }
  for (const { s3Writes, s3Reads, dynamoDbReads } of bursts) {
    expect(s3Writes).toBeLessThan(8);
    expect(s3Reads).toBeLessThan(8);
    expect(dynamoDbReads).toBeLessThan(8);
  }
});
