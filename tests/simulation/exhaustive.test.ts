import { expect, test } from '@jest/globals';
import { operationOf } from '../helpers/models/service-model.ts';
import { type Exploration, explore, type Services } from './exhaustive.ts';

const addAndWithdraw = [{ add: 'x' }, { withdraw: 'x' }];
const modes = [false, true];

/** `npm run test:soak` also kills each of three publishers of three different changes: that takes minutes. */
const cases: Exploration[] = [
  ...modes.flatMap((removedWhenEmpty) => [
    { start: [], changes: addAndWithdraw, removedWhenEmpty, crashes: 1 },
    { start: ['x'], changes: addAndWithdraw, removedWhenEmpty, crashes: 1 },
    { start: ['x'], changes: [...addAndWithdraw, { add: 'y' }], removedWhenEmpty, crashes: 0 },
  ]),
  { start: [], changes: [...addAndWithdraw, {}], removedWhenEmpty: true, crashes: 1 },
];

test.each(cases)(
  'in every order, killed anywhere, publishers leave the right document: case %#',
  async (exploration) => {
    const { states, ends, wrong } = await explore(exploration);
    expect(wrong).toEqual([]);
    expect(ends).toBeGreaterThan(0);
    expect(states).toBeGreaterThan(100 * (exploration.changes.length - 1));
  },
  1_800_000,
);

/** The reading after a write is answered as the one before it. */
function withoutSecondQuery({ s3, dynamodb }: Services): Services {
  let written = false;
  let before: object | undefined;
  return {
    s3: {
      execute(command) {
        written = ['PutObject', 'DeleteObject'].includes(operationOf(command));
        return s3.execute(command);
      },
    },
    dynamodb: {
      execute(command) {
        if (operationOf(command) !== 'Query') return dynamodb.execute(command);
        if (!written || !before) before = dynamodb.execute(command);
        written = false;
        return before;
      },
    },
  };
}

test('without the second query, some order brings a withdrawn entry back', async () => {
  const [exploration] = cases;
  if (!exploration) throw new Error('There is no case.');
  const { wrong } = await explore({ ...exploration, breakage: withoutSecondQuery });
  expect(wrong.length).toBeGreaterThan(0);
});
