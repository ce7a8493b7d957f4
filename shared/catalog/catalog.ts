import {
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type DynamoDb, nameOf } from '../clients.ts';
import { RetryableError } from '../errors.ts';
import { isUnlisted } from '../feeds/feed-id.ts';
import {
  articleKey,
  feedKey,
  monthKey,
  pendingChangeKey,
  scheduleKey,
  type TableKey,
  timeToLiveAttribute,
  uploadKey,
} from '../resources/table-keys.ts';
import * as z from '../zod.ts';
import { type ArticleRecord, articleRecordSchema } from './article-record.ts';
import { pendingChange } from './pending-change.ts';
import { readMany } from './read-many.ts';
import { timelineChange } from './timeline-items.ts';
import { type UploadRecord, uploadRecordSchema } from './upload-record.ts';

const eitherRecordSchema = z.union([articleRecordSchema, uploadRecordSchema]);

/** Another handler wrote the same record first: read again and decide anew. */
export class CatalogConflictError extends RetryableError {}

/** The catalog table: reads are strongly consistent, writes conditional on the version that was read. */
export class Catalog {
  readonly #dynamodb: DynamoDb;
  readonly #table: string;
  /** Months and feeds this process has already noted; saves writing them again. */
  readonly #noted = new Set<string>();

  constructor(dynamodb: DynamoDb, table: string) {
    this.#dynamodb = dynamodb;
    this.#table = table;
  }

  readUpload(key: string): Promise<UploadRecord | undefined> {
    return this.#read(uploadKey(key), uploadRecordSchema);
  }

  /**
   * Reads the records of an upload and of articles in one request.
   * @param ids fewer than a hundred
   * @returns each of the articles, undefined where there is no record
   */
  async readUploadAndArticles(
    key: string,
    ids: string[],
  ): Promise<{ upload: UploadRecord | undefined; articles: Map<string, ArticleRecord | undefined> }> {
    if (ids.length === 0) return { upload: await this.readUpload(key), articles: new Map() };
    const { uploads, articles } = await this.readMany([key], ids);
    return { upload: uploads.get(key), articles: new Map(ids.map((id) => [id, articles.get(id)])) };
  }

  /** Reads many at once; what is not there is left out. */
  async readMany(
    keys: readonly string[],
    ids: readonly string[],
  ): Promise<{ uploads: Map<string, UploadRecord>; articles: Map<string, ArticleRecord> }> {
    const uploads = new Map<string, UploadRecord>();
    const articles = new Map<string, ArticleRecord>();
    const wanted = [...new Set(keys)].map(uploadKey).concat([...new Set(ids)].map(articleKey));
    for (const record of await readMany(this.#dynamodb, this.#table, wanted, eitherRecordSchema)) {
      if ('id' in record) articles.set(record.id, record);
      else uploads.set(record.key, record);
    }
    return { uploads, articles };
  }

  readArticle(id: string): Promise<ArticleRecord | undefined> {
    return this.#read(articleKey(id), articleRecordSchema);
  }

  /**
   * Writes records and everything that follows from them in one transaction: all of it or nothing.
   * Before it, notes the months and feeds that the new entries stand in: a note too many costs a reader one empty
   * query, a note too few would hide an entry, and inside the transaction they would be fought over.
   * @throws CatalogConflictError `catalog-conflict` when a record is no longer the version that was read
   */
  async commit(change: CatalogChange): Promise<void> {
    const actions: TransactWriteItem[] = [];
    if (change.upload) actions.push(this.#putUpload(change.upload));
    if (change.guard) actions.push(this.#checkUpload(change.guard));
    if (change.article) {
      const { before, after, at } = change.article;
      await this.#note(before, after);
      actions.push(...this.#articleActions(before, after, change.keepSchedule ?? false));
      const pending = pendingChange(before, after, at);
      if (pending) {
        const Item = toItem({ ...pendingChangeKey(pending.id, pending.version), ...pending });
        actions.push({ Put: { TableName: this.#table, Item } });
      }
    }
    try {
      await this.#dynamodb.send(new TransactWriteItemsCommand({ TransactItems: actions }));
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new CatalogConflictError(
        'catalog-conflict',
        'The record was changed meanwhile; it is read again.',
        {
          cause: error,
        },
      );
    }
  }

  #articleActions(before: ArticleRecord, after: ArticleRecord, keepSchedule: boolean): TransactWriteItem[] {
    const TableName = this.#table;
    const { put, remove } = timelineChange(before, after);
    const actions: TransactWriteItem[] = [
      {
        Put: {
          TableName,
          Item: toItem({ ...articleKey(after.id), ...after, version: before.version + 1 }),
          ...versionIs(before.version),
        },
      },
      ...put.map((item) => ({ Put: { TableName, Item: toItem(item) } })),
      ...remove.map((key) => ({ Delete: { TableName, Key: toItem(key) } })),
    ];
    if (after.scheduledAt !== before.scheduledAt) {
      if (after.scheduledAt) {
        const { id, scheduledAt: due } = after;
        const item = { ...scheduleKey(due, id), id, due, version: before.version + 1 };
        actions.push({ Put: { TableName, Item: toItem(item) } });
      }
      if (before.scheduledAt && !keepSchedule) {
        actions.push({ Delete: { TableName, Key: toItem(scheduleKey(before.scheduledAt, before.id)) } });
      }
    }
    return actions;
  }

  #putUpload({ before, after }: Change<UploadRecord>): TransactWriteItem {
    const version = before?.version ?? 0;
    const { expires, ...rest } = after;
    const item = { ...uploadKey(after.key), ...rest, version: version + 1, [timeToLiveAttribute]: expires };
    return { Put: { TableName: this.#table, Item: toItem(item), ...versionIs(version) } };
  }

  #checkUpload(upload: UploadRecord): TransactWriteItem {
    const Key = toItem(uploadKey(upload.key));
    return { ConditionCheck: { TableName: this.#table, Key, ...versionIs(upload.version) } };
  }

  async #note(before: ArticleRecord, after: ArticleRecord): Promise<void> {
    const { put } = timelineChange(before, after);
    const notes: Promise<void>[] = [];
    for (const { pk } of put) {
      if (this.#noted.has(pk)) continue;
      const [, feed = '', month = ''] = pk.split('#');
      notes.push(this.#noteMonth(feed, month).then(() => void this.#noted.add(pk)));
    }
    for (const { feed, label } of after.shown?.feeds ?? []) {
      if (isUnlisted(feed)) continue;
      const name = `${feed} ${label}`;
      if (this.#noted.has(name)) continue;
      notes.push(this.#noteFeed(feed, label).then(() => void this.#noted.add(name)));
    }
    await Promise.all(notes);
  }

  async #noteMonth(feed: string, month: string): Promise<void> {
    await this.#dynamodb.send(
      new PutItemCommand({ TableName: this.#table, Item: toItem({ ...monthKey(feed, month), month }) }),
    );
  }

  /** Of several spellings of a feed's name the smallest stands, so that the order of uploads doesn't matter. */
  async #noteFeed(feed: string, label: string): Promise<void> {
    try {
      await this.#dynamodb.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: toItem(feedKey(feed)),
          UpdateExpression: 'SET #label = :label, #feed = :feed',
          ConditionExpression: 'attribute_not_exists(#label) OR #label > :label',
          ExpressionAttributeNames: { '#label': 'label', '#feed': 'feed' },
          ExpressionAttributeValues: toItem({ ':label': label, ':feed': feed }),
        }),
      );
    } catch (error) {
      if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
    }
  }

  async #read<T>(key: TableKey, schema: z.ZodMiniType<T>): Promise<T | undefined> {
    const answer = await this.#dynamodb.send(
      new GetItemCommand({ TableName: this.#table, Key: toItem(key), ConsistentRead: true }),
    );
    if (!answer.Item) return undefined;
    const { pk: _pk, sk: _sk, ...record } = unmarshall(answer.Item);
    return schema.parse(record);
  }
}

/** A record as it was read and as it shall be; the version is counted by the catalog. */
export interface Change<T> {
  before: T | undefined;
  after: T;
}

export interface CatalogChange {
  upload?: Change<UploadRecord>;
  /** The change is void unless this upload record still stands as it was read. */
  guard?: UploadRecord;
  /** `at`: when the change was asked for, ISO 8601 UTC, for the change log; by default as the record tells. */
  article?: { before: ArticleRecord; after: ArticleRecord; at?: string };
  /** Leave the schedule item of a released article: it is removed once the publisher has been told. */
  keepSchedule?: boolean;
}

/** Condition: the item is still the version that was read; version 0 means that there was none. */
function versionIs(version: number) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: marshall({ ':version': version }),
  };
}

export function toItem(value: object) {
  return marshall(value, { removeUndefinedValues: true });
}

function isConflict(error: unknown): boolean {
  if (nameOf(error) === 'TransactionConflictException') return true;
  if (nameOf(error) !== 'TransactionCanceledException') return false;
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
  return reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}
