import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** What a case works with: a client and a table of its own with `pk` and `sk`. */
export interface Target {
  client: Pick<DynamoDBClient, 'send'>;
  table: string;
}

/** One behaviour of DynamoDB: `run` gives what came out, `expected` what DynamoDB is documented to do. */
export interface Case {
  name: string;
  run(target: Target): Promise<unknown>;
  expected: unknown;
}

/** What a failing call says that programs may rely on. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata, CancellationReasons } = error as {
      name: string;
      $metadata?: { httpStatusCode?: number };
      CancellationReasons?: { Code?: string }[];
    };
    const codes = CancellationReasons?.map(({ Code }) => Code);
    return { name, status: $metadata?.httpStatusCode, ...(codes ? { codes } : {}) };
  }
  return 'no error';
}

export const conditionFailed = { name: 'ConditionalCheckFailedException', status: 400 };
export const invalid = { name: 'ValidationException', status: 400 };

export const put = ({ client, table }: Target, item: object, condition?: string, values?: object) =>
  client.send(
    new PutItemCommand({
      TableName: table,
      Item: marshall(item),
      ConditionExpression: condition,
      ExpressionAttributeValues: values && marshall(values),
    }),
  );

export async function get({ client, table }: Target, pk: string, sk: string): Promise<unknown> {
  const answer = await client.send(
    new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  return answer.Item && unmarshall(answer.Item);
}

const update = (
  { client, table }: Target,
  expression: string,
  values?: object,
  names?: Record<string, string>,
) =>
  client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: marshall({ pk: 'a', sk: '1' }),
      UpdateExpression: expression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values && marshall(values),
    }),
  );

async function fill(target: Target, sortKeys: string[], extra: object = {}): Promise<void> {
  for (const sk of sortKeys) await put(target, { pk: 'list', sk, ...extra });
}

async function queried(
  { client, table }: Target,
  input: Partial<QueryCommandInput>,
  condition: string,
  values: object,
) {
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: `pk = :pk${condition}`,
      ExpressionAttributeValues: marshall({ ':pk': 'list', ...values }),
      ConsistentRead: true,
      ...input,
    }),
  );
  const last = answer.LastEvaluatedKey && unmarshall(answer.LastEvaluatedKey);
  return {
    keys: (answer.Items ?? []).map((item) => unmarshall(item).sk),
    last: last?.sk,
    scanned: answer.ScannedCount,
  };
}

const five = ['a1', 'a2', 'b1', 'b2', 'c1'];
const rangeCases: [condition: string, values: object, keys: string[]][] = [
  ['', {}, five],
  [' AND sk = :v', { ':v': 'b1' }, ['b1']],
  [' AND sk < :v', { ':v': 'b1' }, ['a1', 'a2']],
  [' AND sk <= :v', { ':v': 'b1' }, ['a1', 'a2', 'b1']],
  [' AND sk > :v', { ':v': 'b1' }, ['b2', 'c1']],
  [' AND sk >= :v', { ':v': 'b1' }, ['b1', 'b2', 'c1']],
  [' AND begins_with(sk, :v)', { ':v': 'b' }, ['b1', 'b2']],
  [' AND sk BETWEEN :v AND :w', { ':v': 'a2', ':w': 'b2' }, ['a2', 'b1', 'b2']],
  [' AND sk > :v', { ':v': 'x' }, []],
];

const conditionCases: [condition: string, values: object | undefined, holds: boolean][] = [
  ['attribute_exists(pk)', undefined, true],
  ['attribute_not_exists(pk)', undefined, false],
  ['attribute_not_exists(gone)', undefined, true],
  ['n = :v', { ':v': 5 }, true],
  ['n <> :v', { ':v': 5 }, false],
  ['n < :v', { ':v': 10 }, true],
  ['n > :v', { ':v': 10 }, false],
  ['n >= :v', { ':v': 5 }, true],
  ['n <= :v', { ':v': 4 }, false],
  ['s < :v', { ':v': 'b' }, true],
  ['s < :v', { ':v': 5 }, false],
  ['gone = :v', { ':v': 5 }, false],
  ['gone <> :v', { ':v': 5 }, true],
  ['gone < :v', { ':v': 5 }, false],
  ['NOT gone = :v', { ':v': 5 }, true],
  ['n = :v AND s = :w', { ':v': 5, ':w': 'a' }, true],
  ['n = :v AND s = :w', { ':v': 5, ':w': 'b' }, false],
  ['n = :v OR s = :w', { ':v': 4, ':w': 'a' }, true],
  ['n = :v OR n = :w AND s = :w', { ':v': 5, ':w': 'z' }, true],
  ['(n = :v OR n = :w) AND s = :w', { ':v': 5, ':w': 'z' }, false],
  ['NOT (n = :v OR s = :w)', { ':v': 4, ':w': 'b' }, true],
  ['begins_with(t, :v)', { ':v': 'ab' }, true],
  ['begins_with(t, :v)', { ':v': 'b' }, false],
  ['contains(t, :v)', { ':v': 'bc' }, true],
  ['contains(l, :v)', { ':v': 'x' }, true],
  ['n BETWEEN :v AND :w', { ':v': 5, ':w': 6 }, true],
  ['n IN (:v, :w)', { ':v': 4, ':w': 5 }, true],
  ['size(t) = :v', { ':v': 4 }, true],
  ['m.x = :v', { ':v': 1 }, true],
  ['l[1] = :v', { ':v': 'y' }, true],
  ['m = :v', { ':v': { x: 1 } }, true],
];

const expressionCases: Case[] = conditionCases.map(([condition, values, holds]) => ({
  name: `condition ${condition} with ${JSON.stringify(values)}`,
  async run(target) {
    await put(target, { pk: 'a', sk: '1', n: 5, s: 'a', t: 'abcd', m: { x: 1 }, l: ['x', 'y'] });
    return failureOf(put(target, { pk: 'a', sk: '1' }, condition, values));
  },
  expected: holds ? 'no error' : conditionFailed,
}));

const queryCases: Case[] = rangeCases.flatMap(([condition, values, keys]) => [
  {
    name: `query${condition || ' all'}`,
    async run(target: Target) {
      await fill(target, five);
      return (await queried(target, {}, condition, values)).keys;
    },
    expected: keys,
  },
  {
    name: `query${condition || ' all'}, descending`,
    async run(target: Target) {
      await fill(target, five);
      return (await queried(target, { ScanIndexForward: false }, condition, values)).keys;
    },
    expected: keys.toReversed(),
  },
]);

/** Behaviours of single-item requests, queries and scans that the pipeline relies on. */
export const itemCases: Case[] = [
  ...expressionCases,
  ...queryCases,
  {
    name: 'an item comes back as it was put',
    async run(target) {
      await put(target, { pk: 'a', sk: '1', text: 'é😀', n: 1.5, list: [1, 'b', { c: null }], yes: true });
      return get(target, 'a', '1');
    },
    expected: { pk: 'a', sk: '1', text: 'é😀', n: 1.5, list: [1, 'b', { c: null }], yes: true },
  },
  { name: 'a missing item is no item', run: (target) => get(target, 'a', 'none'), expected: undefined },
  {
    name: 'a refused put changes nothing',
    async run(target) {
      await put(target, { pk: 'a', sk: '1', v: 1 });
      await failureOf(put(target, { pk: 'a', sk: '1', v: 2 }, 'attribute_not_exists(pk)'));
      return get(target, 'a', '1');
    },
    expected: { pk: 'a', sk: '1', v: 1 },
  },
  {
    name: 'an update makes a missing item, sets, adds, counts and removes',
    async run(target) {
      await update(target, 'SET a1 = :a, b1 = if_not_exists(b1, :b) ADD n1 :n', {
        ':a': 'x',
        ':b': 'y',
        ':n': 2,
      });
      await update(
        target,
        'SET b1 = if_not_exists(b1, :b), #c = a1, d1 = n1 + :n REMOVE a1 ADD n1 :n',
        {
          ':b': 'z',
          ':n': 3,
        },
        { '#c': 'count' },
      );
      return get(target, 'a', '1');
    },
    expected: { pk: 'a', sk: '1', b1: 'y', count: 'x', d1: 5, n1: 5 },
  },
  {
    name: 'a delete obeys its condition and is repeatable without one',
    async run(target) {
      await put(target, { pk: 'a', sk: '1', v: 1 });
      const command = (condition?: string) =>
        new DeleteItemCommand({
          TableName: target.table,
          Key: marshall({ pk: 'a', sk: '1' }),
          ConditionExpression: condition,
        });
      const refused = await failureOf(target.client.send(command('attribute_not_exists(v)')));
      await target.client.send(command());
      await target.client.send(command());
      return [refused, await get(target, 'a', '1')];
    },
    expected: [conditionFailed, undefined],
  },
  {
    name: 'a limit ends a page, even where nothing follows',
    async run(target) {
      await fill(target, five);
      const first = await queried(target, { Limit: 2 }, '', {});
      const start = marshall({ pk: 'list', sk: 'a2' });
      const second = await queried(target, { Limit: 3, ExclusiveStartKey: start }, '', {});
      const third = await queried(target, { ExclusiveStartKey: marshall({ pk: 'list', sk: 'c1' }) }, '', {});
      return [first, second, third];
    },
    expected: [
      { keys: ['a1', 'a2'], last: 'a2', scanned: 2 },
      { keys: ['b1', 'b2', 'c1'], last: 'c1', scanned: 3 },
      { keys: [], last: undefined, scanned: 0 },
    ],
  },
  {
    name: 'a page goes on downwards from its start key, whether or not that item is still there',
    async run(target) {
      await fill(target, five);
      const start = marshall({ pk: 'list', sk: 'b15' });
      return queried(target, { ScanIndexForward: false, ExclusiveStartKey: start, Limit: 2 }, '', {});
    },
    expected: { keys: ['b1', 'a2'], last: 'a2', scanned: 2 },
  },
  {
    name: 'a page holds about one megabyte',
    async run(target) {
      await fill(target, ['1', '2', '3', '4', '5'], { blob: 'x'.repeat(300 * 1024) });
      const page = await queried(target, {}, '', {});
      return { keys: page.keys.length < 5 && page.keys.length >= 3, more: page.last !== undefined };
    },
    expected: { keys: true, more: true },
  },
  {
    name: 'a filter takes items out of a page after the limit has been applied',
    async run(target) {
      await fill(target, five);
      await put(target, { pk: 'list', sk: 'a2', marked: true });
      return queried(target, { Limit: 2, FilterExpression: 'attribute_not_exists(marked)' }, '', {});
    },
    expected: { keys: ['a1'], last: 'a2', scanned: 2 },
  },
  {
    name: 'sort keys are in the order of their UTF-8 bytes',
    async run(target) {
      await fill(target, ['\u{1F600}', '\uFF5E', 'é', 'z', 'Z']);
      return (await queried(target, {}, '', {})).keys;
    },
    expected: ['Z', 'z', 'é', '\uFF5E', '\u{1F600}'],
  },
  {
    name: 'a batch read finds what is there',
    async run(target) {
      await fill(target, ['1', '2']);
      const keys = ['1', '2', '3'].map((sk) => marshall({ pk: 'list', sk }));
      const { Responses } = await target.client.send(
        new BatchGetItemCommand({ RequestItems: { [target.table]: { Keys: keys, ConsistentRead: true } } }),
      );
      return (Responses?.[target.table] ?? []).map((item) => unmarshall(item).sk).sort();
    },
    expected: ['1', '2'],
  },
  {
    name: 'a scan walks over everything in pages',
    async run(target) {
      for (const pk of ['a', 'b', 'c']) for (const sk of ['1', '2']) await put(target, { pk, sk });
      const seen: string[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await target.client.send(
          new ScanCommand({
            TableName: target.table,
            Limit: 2,
            ConsistentRead: true,
            ExclusiveStartKey: start && marshall(start),
          }),
        );
        for (const item of page.Items ?? []) seen.push(Object.values(unmarshall(item)).sort().join(''));
        start = page.LastEvaluatedKey && unmarshall(page.LastEvaluatedKey);
      } while (start);
      return seen.sort();
    },
    expected: ['1a', '1b', '1c', '2a', '2b', '2c'],
  },
  {
    name: 'a placeholder that is not defined is refused',
    run: (target) => failureOf(put(target, { pk: 'a', sk: '1' }, 'n = :v')),
    expected: invalid,
  },
  {
    name: 'a placeholder that is not used is refused',
    async run(target) {
      await put(target, { pk: 'a', sk: '1' });
      return failureOf(put(target, { pk: 'a', sk: '1' }, 'attribute_exists(pk)', { ':v': 1 }));
    },
    expected: invalid,
  },
  {
    name: 'a syntax error is refused',
    run: (target) => failureOf(put(target, { pk: 'a', sk: '1' }, 'attribute_exists(pk')),
    expected: invalid,
  },
  {
    name: 'an empty key is refused',
    run: (target) => failureOf(put(target, { pk: 'a', sk: '' })),
    expected: invalid,
  },
  {
    name: 'an item over 400 KB is refused',
    run: (target) => failureOf(put(target, { pk: 'a', sk: '1', blob: 'x'.repeat(401 * 1024) })),
    expected: invalid,
  },
  {
    name: 'a table that is not there is not found',
    run: (target) => failureOf(put({ ...target, table: 'no-such-table' }, { pk: 'a', sk: '1' })),
    expected: { name: 'ResourceNotFoundException', status: 400 },
  },
];
