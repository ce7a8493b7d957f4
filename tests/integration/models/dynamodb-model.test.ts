import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DynamoDb } from '../../../shared/clients.ts';
import { DynamoDbModel } from '../../helpers/models/dynamodb/dynamodb-model.ts';
import { catalogTable, type TestEndpoints, testEndpoints } from '../../helpers/test-endpoints.ts';
import { itemCases } from './dynamodb-contract.ts';
import { transactionCases } from './transaction-contract.ts';

const cases = [...itemCases, ...transactionCases];

describe('the DynamoDB model', () => {
  const client = new DynamoDbModel().client<DynamoDb>();
  let tables = 0;

  test.each(cases)('$name', async ({ run, expected }) => {
    const table = `contract-${++tables}`;
    await client.send(catalogTable(table));
    expect(await run({ client, table })).toEqual(expected);
  });
});

describe('the DynamoDB server', () => {
  let endpoints: TestEndpoints;
  beforeAll(async () => {
    endpoints = await testEndpoints();
  }, 60_000);
  afterAll(() => endpoints.close(), 60_000);

  test.each(cases)(
    '$name',
    async ({ run, expected }) => {
      expect(await run({ client: endpoints.dynamodb, table: await endpoints.newTable() })).toEqual(expected);
    },
    60_000,
  );
});
