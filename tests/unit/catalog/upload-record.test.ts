import { expect, test } from '@jest/globals';
import { compareSequencers } from '../../../shared/catalog/upload-record.ts';

test.each([
  ['0055AED6DCD90281E5', '0055AED6DCD90281E5', 0],
  ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
  ['0055aed6dcd90281e6', '0055AED6DCD90281E5', 1],
  ['0055AED6DC', '0055AED6DC00', 0],
  ['0055AED6DC', '0055AED6DC01', -1],
  ['01', '0055AED6DCD90281E5', 1],
  ['', '00', 0],
])('%s against %s: %d', (a, b, order) => {
  expect(Math.sign(compareSequencers(a, b))).toBe(order);
  expect(Math.sign(compareSequencers(b, a))).toBe(0 - order);
});
