import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DynamoDbModel } from '../helpers/models/dynamodb/dynamodb-model.ts';
import { type AwsCommand, type CommandExecutor, operationOf } from '../helpers/models/service-model.ts';

/** Stands before DynamoDB and notes which revisions the catalog has ever known. */
export class CatalogWatch implements CommandExecutor {
  /** Keys of the store's objects. */
  readonly everClaimed = new Set<string>();
  readonly #dynamodb: DynamoDbModel;

  constructor(dynamodb: DynamoDbModel) {
    this.#dynamodb = dynamodb;
  }

  execute(command: AwsCommand): object {
    const answer = this.#dynamodb.execute(command);
    if (operationOf(command) !== 'TransactWriteItems') return answer;
    const { TransactItems = [] } = command.input as { TransactItems?: TransactWriteItem[] };
    for (const { Put } of TransactItems) {
      for (const claim of Object.values(Put?.Item?.claims?.M ?? {})) {
        this.everClaimed.add(`revisions/${Put?.Item?.id?.S}/${claim.M?.revision?.S}.json`);
      }
    }
    return answer;
  }
}
