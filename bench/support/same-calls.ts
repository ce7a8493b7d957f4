import { GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../local/stack.ts';
import { revisionKey } from '../../shared/resources/object-keys.ts';

/** Bytes of a feed document, about. */
const documentBytes = 100_000;

/**
 * The calls that an article in three feeds needs at the very least, made to the embedded servers with nothing in
 * between: in the order in which the pipeline needs their answers, and at the same time where it may.
 */
export class SameCalls {
  readonly #stack: LocalStack;
  #queue = '';

  constructor(stack: LocalStack) {
    this.#stack = stack;
  }

  async prepare(): Promise<void> {
    const answer = await this.#stack.clients.sqs.send(new CreateQueueCommand({ QueueName: 'same-calls' }));
    this.#queue = answer.QueueUrl ?? '';
  }

  /** @returns milliseconds that they took */
  async once(index: number): Promise<number> {
    const startedAt = performance.now();
    const { s3, dynamodb } = this.#stack.clients;
    const { store } = this.#stack.resources.buckets;
    const TableName = this.#stack.resources.table;
    const key = (name: string) => ({ pk: { S: `BENCH#${index}` }, sk: { S: name } });
    const put = (name: string, bytes: number) =>
      s3.send(
        new PutObjectCommand({
          Bucket: store,
          Key: `bench/${index}/${name}`,
          Body: Buffer.alloc(bytes, 'a'),
        }),
      );
    const read = () => dynamodb.send(new GetItemCommand({ TableName, Key: key('1'), ConsistentRead: true }));
    const revision = { Bucket: store, Key: revisionKey('bench', String(index)) };

    await put('upload', 1500);
    await this.#throughQueue();
    await s3.send(new GetObjectCommand({ Bucket: store, Key: `bench/${index}/upload` }));
    await read();
    await read();
    await s3.send(new PutObjectCommand({ ...revision, Body: Buffer.alloc(5000, 'a') }));
    const items = ['1', '2', '3', '4', '5'].map((name) => ({ Put: { TableName, Item: key(name) } }));
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: items }));
    await this.#throughQueue();
    await read();
    await s3.send(new GetObjectCommand(revision));
    await Promise.all([put('a', 5000), put('b', 5000), put('c', 5000)]);
    await read();
    await Promise.all(['all', 'author', 'language'].map((feed) => this.#oneFeed(feed, key('1').pk.S, put)));
    await s3.send(
      new PutObjectTaggingCommand({
        ...revision,
        Tagging: { TagSet: [{ Key: 'status', Value: 'accepted' }] },
      }),
    );
    return performance.now() - startedAt;
  }

  /** Its entries, its four documents, its entries again. */
  async #oneFeed(
    feed: string,
    partition: string,
    put: (name: string, bytes: number) => Promise<unknown>,
  ): Promise<void> {
    const entries = () =>
      this.#stack.clients.dynamodb.send(
        new QueryCommand({
          TableName: this.#stack.resources.table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partition } },
          ConsistentRead: true,
        }),
      );
    await entries();
    await Promise.all([1, 2, 3, 4].map((name) => put(`${feed}/${name}`, documentBytes)));
    await entries();
  }

  async #throughQueue(): Promise<void> {
    const { sqs } = this.#stack.clients;
    const QueueUrl = this.#queue;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
