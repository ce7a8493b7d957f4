import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DynamoDbServer, startDynamoDb } from '../../../local/dynamodb/server.ts';
import type { DynamoDb } from '../../../shared/clients.ts';
import { DynamoDbModel } from '../../helpers/models/dynamodb/dynamodb-model.ts';
import { itemCases } from './dynamodb-contract.ts';
import { transactionCases } from './transaction-contract.ts';

const cases = [...itemCases, ...transactionCases];
let tables = 0;

async function newTable(client: DynamoDb): Promise<string> {
  tables += 1;
  const TableName = `contract-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return TableName;
}

describe('the DynamoDB model', () => {
  const client = new DynamoDbModel().client<DynamoDb>();
  test.each(cases)('$name', async ({ run, expected }) => {
    expect(await run({ client, table: await newTable(client) })).toEqual(expected);
  });
});

describe('the embedded DynamoDB server', () => {
  let folder: string;
  let server: DynamoDbServer;
  let client: DynamoDBClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dropwire-contract-'));
    const wanted = process.env.DYNAMODB;
    server = await startDynamoDb({ dataDir: folder, host: '127.0.0.1', port: 0, wanted });
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }, 60_000);

  afterAll(async () => {
    client.destroy();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(cases)('$name', async ({ run, expected }) => {
    expect(await run({ client, table: await newTable(client) })).toEqual(expected);
  });
});
