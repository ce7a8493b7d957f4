import { expect, test } from '@jest/globals';
import { ofTurn } from '../../../cli/push/follow-uploads.ts';

const pendingOf = (size: number) =>
  new Map(Array.from({ length: size }, (_, index) => [`${index}.md`, index]));
const firstOf = (size: number, turns: number) =>
  Array.from({ length: turns }, (_, turn) => [...ofTurn(pendingOf(size), turn).values()][0]);

test('few uploads are all looked at each time', () => {
  for (let turn = 0; turn < 4; turn++) expect(ofTurn(pendingOf(100), turn)).toEqual(pendingOf(100));
});

test('of many the first are looked at every other time, and the others one part after the other', () => {
  expect(firstOf(301, 8)).toEqual([0, 100, 0, 200, 0, 300, 0, 100]);
  expect(ofTurn(pendingOf(301), 3).size).toBe(100);
  expect(ofTurn(pendingOf(301), 5).size).toBe(1);
});
