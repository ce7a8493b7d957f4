import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { chunks } from '../chunks.ts';
import { type DynamoDb, nameOf } from '../clients.ts';
import { RetryableError } from '../errors.ts';
import { articleKey, pendingChangeKey, sealedChangesKey } from '../resources/table-keys.ts';
import * as z from '../zod.ts';
import { type ArticleRecord, articleRecordSchema } from './article-record.ts';
import { toItem } from './catalog.ts';
import { type PendingChange, pendingChangeSchema } from './pending-change.ts';

/** Requests of one BatchWriteItem (Amazon DynamoDB quotas). */
const writesPerRequest = 25;
/** Requests made for the same items while the table takes only some of them at a time. */
const attempts = 10;

const sealedSchema = z.object({
  /** The newest page that is full. */
  page: z.int(),
  /** All records of the open page have larger numbers. */
  sequence: z.int(),
});
/** How far the change log is sealed: kept beside the catalog, so that losing the log's head can't reuse a number. */
export type SealedChanges = z.infer<typeof sealedSchema>;

/** An article's record, and its changes that the change log may lack, oldest first. */
export interface ArticleWithChanges {
  record: ArticleRecord | undefined;
  changes: PendingChange[];
}

/** The catalog's part in the change log: changes wait here until they stand in a page that is sealed. */
export class ChangeOutbox {
  readonly #dynamodb: DynamoDb;
  readonly #table: string;

  constructor(dynamodb: DynamoDb, table: string) {
    this.#dynamodb = dynamodb;
    this.#table = table;
  }

  /**
   * Reads newest first: a reading that finds a change finds all that came before it, or they have been logged; and the
   * record, which comes last, is at least as new as every change.
   */
  async readArticle(id: string): Promise<ArticleWithChanges> {
    const input: QueryCommandInput = {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': articleKey(id).pk }),
      ConsistentRead: true,
      ScanIndexForward: false,
    };
    const changes: PendingChange[] = [];
    let record: ArticleRecord | undefined;
    do {
      const answer = await this.#dynamodb.send(new QueryCommand(input));
      for (const item of answer.Items ?? []) {
        const { pk: _pk, sk, ...rest } = unmarshall(item);
        if (sk === articleKey(id).sk) record = articleRecordSchema.parse(rest);
        else changes.unshift(pendingChangeSchema.parse(rest));
      }
      input.ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (input.ExclusiveStartKey);
    return { record, changes };
  }

  /** Takes changes out that are in the log. @throws RetryableError `table-busy` when the table keeps refusing */
  async remove(changes: Pick<PendingChange, 'id' | 'version'>[]): Promise<void> {
    for (const some of chunks(changes, writesPerRequest)) {
      let left: WriteRequest[] = some.map(({ id, version }) => ({
        DeleteRequest: { Key: toItem(pendingChangeKey(id, version)) },
      }));
      for (let attempt = 1; left.length > 0; attempt++) {
        if (attempt > attempts) {
          throw new RetryableError('table-busy', 'The catalog is too busy to be written; try again later.');
        }
        const answer = await this.#dynamodb.send(
          new BatchWriteItemCommand({ RequestItems: { [this.#table]: left } }),
        );
        left = answer.UnprocessedItems?.[this.#table] ?? [];
      }
    }
  }

  /** Undefined before the log's first page was begun. */
  async readSealed(): Promise<SealedChanges | undefined> {
    const answer = await this.#dynamodb.send(
      new GetItemCommand({ TableName: this.#table, Key: toItem(sealedChangesKey), ConsistentRead: true }),
    );
    return answer.Item && sealedSchema.parse(unmarshall(answer.Item));
  }

  /** Notes how far the log is sealed, unless it is known to be sealed further. */
  async noteSealed({ page, sequence }: SealedChanges): Promise<void> {
    try {
      await this.#dynamodb.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toItem({ ...sealedChangesKey, page, sequence }),
          ConditionExpression:
            'attribute_not_exists(pk) OR #page < :page OR (#page = :page AND #sequence < :sequence)',
          ExpressionAttributeNames: { '#page': 'page', '#sequence': 'sequence' },
          ExpressionAttributeValues: toItem({ ':page': page, ':sequence': sequence }),
        }),
      );
    } catch (error) {
      if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
    }
  }
}
