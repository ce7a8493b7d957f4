import TestSequencer from '@jest/test-sequencer';

/** Files that take half a minute and more, which a first run can't know: begun last, they would run alone in the end. */
const longest =
  /tests\/(simulation\/(simulation|further-seeds)|integration\/(kill|cli\/commands)|infra\/synthesis)\.test\.ts$/;

/** Starts what takes longest first; of the rest, what took longest in the last run. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const isLong = ({ path }) => longest.test(path.replaceAll('\\', '/'));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
