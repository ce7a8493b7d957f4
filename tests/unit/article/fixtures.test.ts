import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { fixtureCases, normalizeFixture } from '../../helpers/article-fixtures.ts';

const cases = await fixtureCases();

test.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
  // `npm run fixtures` writes the present outcome; the difference is for a person to judge.
  expect(await normalizeFixture(fixture)).toEqual(JSON.parse(await readFile(fixture.expected, 'utf8')));
});
