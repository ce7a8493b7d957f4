import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Case, failureOf, get, invalid, put, type Target } from './dynamodb-contract.ts';

const key = (sk: string) => marshall({ pk: 'a', sk });

const putOf = ({ table }: Target, sk: string, rest: object = {}, condition?: string): TransactWriteItem => ({
  Put: { TableName: table, Item: marshall({ pk: 'a', sk, ...rest }), ConditionExpression: condition },
});

const transact = ({ client }: Target, items: TransactWriteItem[], token?: string) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));

const state = async (target: Target, ...sortKeys: string[]) =>
  Promise.all(sortKeys.map((sk) => get(target, 'a', sk)));

/** Behaviours of transactions that the pipeline relies on. */
export const transactionCases: Case[] = [
  {
    name: 'a transaction puts, updates, deletes and checks at once',
    async run(target) {
      const TableName = target.table;
      await put(target, { pk: 'a', sk: '2', n: 1 });
      await put(target, { pk: 'a', sk: '3' });
      await put(target, { pk: 'a', sk: '4' });
      await transact(target, [
        putOf(target, '1', { v: 1 }, 'attribute_not_exists(pk)'),
        {
          Update: {
            TableName,
            Key: key('2'),
            UpdateExpression: 'SET n = n + :one',
            ConditionExpression: 'n = :one',
            ExpressionAttributeValues: marshall({ ':one': 1 }),
          },
        },
        { Delete: { TableName, Key: key('3') } },
        { ConditionCheck: { TableName, Key: key('4'), ConditionExpression: 'attribute_exists(pk)' } },
      ]);
      return state(target, '1', '2', '3', '4');
    },
    expected: [{ pk: 'a', sk: '1', v: 1 }, { pk: 'a', sk: '2', n: 2 }, undefined, { pk: 'a', sk: '4' }],
  },
  {
    name: 'one refused action cancels all, with a reason for each',
    async run(target) {
      await put(target, { pk: 'a', sk: '2' });
      const failure = await failureOf(
        transact(target, [
          putOf(target, '1'),
          putOf(target, '2', {}, 'attribute_not_exists(pk)'),
          { Delete: { TableName: target.table, Key: key('3'), ConditionExpression: 'attribute_exists(pk)' } },
        ]),
      );
      return [failure, await state(target, '1', '2')];
    },
    expected: [
      {
        name: 'TransactionCanceledException',
        status: 400,
        codes: ['None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'],
      },
      [undefined, { pk: 'a', sk: '2' }],
    ],
  },
  {
    name: 'two actions on one item are refused',
    run: (target) => failureOf(transact(target, [putOf(target, '1'), putOf(target, '1', { v: 2 })])),
    expected: invalid,
  },
  {
    name: 'a hundred actions are taken',
    async run(target) {
      await transact(
        target,
        Array.from({ length: 100 }, (_, i) => putOf(target, `n${i}`)),
      );
      return get(target, 'a', 'n99');
    },
    expected: { pk: 'a', sk: 'n99' },
  },
  {
    name: 'a hundred and one actions are refused',
    run: (target) =>
      failureOf(
        transact(
          target,
          Array.from({ length: 101 }, (_, i) => putOf(target, `n${i}`)),
        ),
      ),
    expected: invalid,
  },
  {
    name: 'a repeated token does nothing again and succeeds',
    async run(target) {
      const items = [putOf(target, '1', {}, 'attribute_not_exists(pk)')];
      await transact(target, items, 'token-one');
      return failureOf(transact(target, items, 'token-one'));
    },
    expected: 'no error',
  },
  {
    name: 'a token that is used for something else is refused',
    async run(target) {
      await transact(target, [putOf(target, '1')], 'token-two');
      return failureOf(transact(target, [putOf(target, '2')], 'token-two'));
    },
    expected: { name: 'IdempotentParameterMismatchException', status: 400 },
  },
];
