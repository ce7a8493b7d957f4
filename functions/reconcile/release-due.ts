import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { changeOf } from '../../shared/catalog/article-change.ts';
import type { ArticleChange } from '../../shared/catalog/article-change-schema.ts';
import { differs, settle } from '../../shared/catalog/article-record.ts';
import { type Catalog, CatalogConflictError, toItem } from '../../shared/catalog/catalog.ts';
import { type DynamoDb, nameOf, type Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import { announce } from '../../shared/publish-messages.ts';
import type { ReconcileConfig } from '../../shared/resources/environment.ts';
import { scheduleKey, schedulePartition } from '../../shared/resources/table-keys.ts';

/** What releasing takes from outside. */
export interface ReconcileDependencies {
  dynamodb: DynamoDb;
  sqs: Sqs;
  catalog: Catalog;
  clock: Clock;
  config: Pick<ReconcileConfig, 'catalogTable' | 'publishQueueUrl'>;
}

/** Articles released by one run; the next run goes on. */
const mostAtOnce = 200;

interface Due {
  id: string;
  due: string;
  /** Of the record that was written with the item. */
  version: number;
}

/**
 * Shows the articles whose time has come. The schedule's item goes last, after the publisher has been told:
 * a run that dies before is repeated by the next.
 * @returns ids of the articles that were due
 */
export async function releaseDue(deps: ReconcileDependencies): Promise<string[]> {
  const now = new Date(deps.clock.now()).toISOString();
  const due = await readDue(deps, now);
  const changes: ArticleChange[] = [];
  for (const item of due) changes.push(...(await release(deps, item, now)));
  if (due.length > 0) {
    const { sqs, config } = deps;
    await announce(sqs, config.publishQueueUrl, [...new Set(due.map(({ id }) => id))], changes);
  }
  for (const item of due) await forget(deps, item);
  return due.map(({ id }) => id);
}

async function readDue({ dynamodb, config }: ReconcileDependencies, now: string): Promise<Due[]> {
  const answer = await dynamodb.send(
    new QueryCommand({
      TableName: config.catalogTable,
      KeyConditionExpression: 'pk = :pk AND sk < :until',
      ExpressionAttributeValues: toItem({ ':pk': schedulePartition, ':until': `${now}~` }),
      ConsistentRead: true,
      Limit: mostAtOnce,
    }),
  );
  return (answer.Items ?? []).map((item) => unmarshall(item) as Due);
}

/**
 * Returns once the article is no longer scheduled for that time, or is not due by this clock.
 * @returns what it changed for readers, if it did
 */
async function release(
  { catalog, clock }: ReconcileDependencies,
  item: Due,
  now: string,
): Promise<ArticleChange[]> {
  for (let attempt = 1; ; attempt++) {
    const before = await catalog.readArticle(item.id);
    const after = before && settle(before, before, now, now);
    if (!before || !after || !differs(before, after)) return [];
    try {
      await catalog.commit({ article: { before, after, at: item.due }, keepSchedule: true });
      const change = changeOf(before, after, item.due);
      return change ? [change] : [];
    } catch (error) {
      if (!(error instanceof CatalogConflictError) || attempt === 5) throw error;
      await clock.sleep(20 * attempt);
    }
  }
}

/** Removes the schedule's item, unless it was written anew since it was read. */
async function forget({ dynamodb, config }: ReconcileDependencies, { id, due, version }: Due): Promise<void> {
  try {
    await dynamodb.send(
      new DeleteItemCommand({
        TableName: config.catalogTable,
        Key: toItem(scheduleKey(due, id)),
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toItem({ ':version': version }),
      }),
    );
  } catch (error) {
    if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
  }
}
