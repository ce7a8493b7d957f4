import {
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type ArticleRecord, articleRecordSchema } from '../../shared/catalog/article-record.ts';
import { isFeed } from '../../shared/catalog/feed-directory.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { Timeline } from '../../shared/catalog/timeline.ts';
import { uploadRecordSchema } from '../../shared/catalog/upload-record.ts';
import { UsageError } from '../../shared/errors.ts';
import {
  articleKey,
  schedulePartition,
  type TimelineKind,
  uploadKey,
} from '../../shared/resources/table-keys.ts';
import type { Stack } from '../stack/stack.ts';
import { type ArticleLine, articleLine } from './article-line.ts';

/** Which articles to list. */
export interface ListRequest {
  status: 'published' | 'scheduled' | 'withheld' | 'withdrawn' | 'rejected';
  feed: string;
  /** ISO 8601 UTC; none that were published, are due, were withdrawn or rejected before. */
  since?: string;
}

/** An upload that is no article: a line of `list --status rejected --json`. */
export interface RejectedLine {
  key: string;
  state: 'rejected';
  code?: string;
  reason?: string;
  uploaded?: string;
}

/** Places of a timeline for which the records are read at once. */
const recordsAtOnce = 100;

/**
 * Lists articles, or rejected uploads. What was published or withdrawn comes newest first, from the feed's timeline, as
 * far as it is asked for; what is scheduled, soonest first. What is withheld or rejected is looked for in the whole
 * table, in no particular order.
 * @throws UsageError `no-such-feed`
 */
export async function* listArticles(
  stack: Stack,
  { status, feed, since }: ListRequest,
): AsyncGenerator<ArticleLine | RejectedLine> {
  const { dynamodb } = stack.clients;
  if (feed !== 'all' && !(await isFeed(dynamodb, stack.catalogTable, feed))) {
    throw new UsageError(
      'no-such-feed',
      `There is no feed ${feed}. Feeds are named as in their addresses: all, tags/ferries, sections/news, authors/jo-doe, languages/en.`,
    );
  }
  if (status === 'rejected') return yield* rejectedUploads(stack, since);
  const records =
    status === 'scheduled'
      ? scheduled(stack)
      : status === 'withheld'
        ? withheld(stack)
        : onTimeline(stack, feed, status === 'published' ? 'E' : 'W', since);
  for await (const record of records) {
    const line = articleLine(record, stack.siteUrl);
    const inFeed = status === 'withdrawn' || line.feeds.includes(feed);
    if (line.state !== status || !inFeed) continue;
    if (since !== undefined && line.due !== undefined && line.due < since) continue;
    if (since !== undefined && status === 'withheld' && newestClaim(record) < since) continue;
    yield line;
  }
}

const newestClaim = ({ claims }: ArticleRecord): string =>
  Object.values(claims)
    .map(({ lastModified }) => lastModified)
    .sort()
    .at(-1) ?? '';

async function* onTimeline(
  stack: Stack,
  feed: string,
  wanted: TimelineKind,
  since: string | undefined,
): AsyncGenerator<ArticleRecord> {
  const timeline = new Timeline(stack.clients.dynamodb, stack.catalogTable, feed);
  let ids: string[] = [];
  for await (const { kind, id, time } of timeline.back({ month: '9999-12' })) {
    if (since !== undefined && time < since) break;
    if (kind === wanted) ids.push(id);
    if (ids.length < recordsAtOnce) continue;
    yield* recordsOf(stack, ids);
    ids = [];
  }
  yield* recordsOf(stack, ids);
}

/** Records in the order of their ids. */
async function* recordsOf(stack: Stack, ids: readonly string[]): AsyncGenerator<ArticleRecord> {
  const distinct = [...new Set(ids)];
  const found = await readMany(
    stack.clients.dynamodb,
    stack.catalogTable,
    distinct.map(articleKey),
    articleRecordSchema,
  );
  const byId = new Map(found.map((record) => [record.id, record]));
  for (const id of distinct) {
    const record = byId.get(id);
    if (record) yield record;
  }
}

async function* scheduled(stack: Stack): AsyncGenerator<ArticleRecord> {
  const input: QueryCommandInput = {
    TableName: stack.catalogTable,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': schedulePartition }),
    ConsistentRead: true,
  };
  do {
    const page = await stack.clients.dynamodb.send(new QueryCommand(input));
    const ids = (page.Items ?? []).map((item) => String(unmarshall(item).sk).split('#')[1] ?? '');
    yield* recordsOf(stack, ids);
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
}

async function* withheld(stack: Stack): AsyncGenerator<ArticleRecord> {
  for await (const item of scan(stack, articleKey('').sk, 'attribute_not_exists(shown)', {})) {
    yield articleRecordSchema.parse(item);
  }
}

async function* rejectedUploads(stack: Stack, since = ''): AsyncGenerator<RejectedLine> {
  const rejected = scan(stack, uploadKey('').sk, '#state = :rejected', { ':rejected': 'rejected' });
  for await (const item of rejected) {
    const { key, code, reason, lastModified, at } = uploadRecordSchema.parse(item);
    if ((lastModified ?? at) >= since) yield { key, state: 'rejected', code, reason, uploaded: lastModified };
  }
}

/** Every article record of the catalog, in no particular order. */
export async function* allArticles(stack: Stack): AsyncGenerator<ArticleRecord> {
  for await (const item of scan(stack, articleKey('').sk, 'attribute_exists(id)', {})) {
    yield articleRecordSchema.parse(item);
  }
}

/** Items of one kind in the whole table, without their keys. */
async function* scan(
  { clients, catalogTable }: Stack,
  sk: string,
  condition: string,
  values: Record<string, string>,
): AsyncGenerator<Record<string, unknown>> {
  const input: ScanCommandInput = {
    TableName: catalogTable,
    ConsistentRead: true,
    FilterExpression: `sk = :sk AND ${condition}`,
    ExpressionAttributeValues: marshall({ ':sk': sk, ...values }),
    ...(condition.includes('#state') && { ExpressionAttributeNames: { '#state': 'state' } }),
  };
  do {
    const page = await clients.dynamodb.send(new ScanCommand(input));
    for (const item of page.Items ?? []) {
      const { pk: _pk, sk: _sk, ...record } = unmarshall(item);
      yield record;
    }
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
}
