import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDbModel } from '../helpers/models/dynamodb/dynamodb-model.ts';
import { type AwsCommand, type CommandExecutor, operationOf } from '../helpers/models/service-model.ts';

/** A change of what readers are to see, as the catalog made it. */
export interface CatalogChange {
  version: number;
  kind: 'published' | 'updated' | 'withdrawn';
}

/** Stands before DynamoDB and notes which revisions the catalog has ever known, and each change of what it shows. */
export class CatalogWatch implements CommandExecutor {
  /** Keys of the store's objects. */
  readonly everClaimed = new Set<string>();
  /** By article id, oldest first. */
  readonly changes = new Map<string, CatalogChange[]>();
  readonly #dynamodb: DynamoDbModel;

  constructor(dynamodb: DynamoDbModel) {
    this.#dynamodb = dynamodb;
  }

  execute(command: AwsCommand): object {
    if (operationOf(command) !== 'TransactWriteItems') return this.#dynamodb.execute(command);
    const { TransactItems = [] } = command.input as { TransactItems?: TransactWriteItem[] };
    const before = TransactItems.map(({ Put }) => this.#shown(Put));
    const answer = this.#dynamodb.execute(command);
    for (const [index, { Put }] of TransactItems.entries()) {
      this.#noteChange(Put, before[index], this.#shown(Put));
      for (const claim of Object.values(Put?.Item?.claims?.M ?? {})) {
        this.everClaimed.add(`revisions/${Put?.Item?.id?.S}/${claim.M?.revision?.S}.json`);
      }
    }
    return answer;
  }

  /** What an article's record shows at the moment, as text. */
  #shown(put: TransactWriteItem['Put']): string | undefined {
    if (put?.Item?.sk?.S !== 'ARTICLE') return undefined;
    const record = this.#dynamodb.table(put.TableName).get(put.Item.pk?.S ?? '', 'ARTICLE');
    return record?.shown && JSON.stringify(unmarshall({ shown: record.shown }));
  }

  #noteChange(put: TransactWriteItem['Put'], before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    const id = put?.Item?.id?.S ?? '';
    const kind = before === undefined ? 'published' : after === undefined ? 'withdrawn' : 'updated';
    const earlier = this.changes.get(id) ?? [];
    this.changes.set(id, [...earlier, { version: Number(put?.Item?.version?.N), kind }]);
  }
}
