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
  { start: ['x'], changes: [{ withdraw: 'x' }, { add: 'x' }, {}], removedWhenEmpty: false, crashes: 0 },
  { start: ['x'], changes: addAndWithdraw, removedWhenEmpty: false, crashes: 1, announced: false },
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

/** The reading after a write finds something that is in no document: what was replaced never seems to have come back. */
function nothingComesBack({ s3, dynamodb }: Services): Services {
  let written = false;
  return {
    s3: {
      execute(command) {
        written = ['PutObject', 'DeleteObject'].includes(operationOf(command));
        return s3.execute(command);
      },
    },
    dynamodb: {
      execute(command) {
        const answer = dynamodb.execute(command) as { Items?: object[] };
        if (operationOf(command) !== 'Query' || !written) return answer;
        written = false;
        return { ...answer, Items: [...(answer.Items ?? []), { pk: { S: 'FEED' }, sk: { S: 'other' } }] };
      },
    },
  };
}

test.each([withoutSecondQuery, nothingComesBack])(
  'some order brings a withdrawn entry back: %p',
  async (breakage) => {
    const [exploration] = cases;
    if (!exploration) throw new Error('There is no case.');
    const { wrong } = await explore({ ...exploration, breakage });
    expect(wrong.length).toBeGreaterThan(0);
  },
);
