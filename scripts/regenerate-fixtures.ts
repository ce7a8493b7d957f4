// Writes what each file under tests/fixtures/articles becomes beside it. Read the difference before you commit it.
import { readFile, writeFile } from 'node:fs/promises';
import { type FixtureCase, fixtureCases, normalizeFixture } from '../tests/helpers/article-fixtures.ts';

const only = process.argv.slice(2);
const isWanted = ({ name }: FixtureCase): boolean => only.length === 0 || only.includes(name);

for (const fixture of (await fixtureCases()).filter(isWanted)) {
  const text = `${JSON.stringify(await normalizeFixture(fixture), null, 2)}\n`;
  const before = await readFile(fixture.expected, 'utf8').catch(() => '');
  if (text !== before) {
    await writeFile(fixture.expected, text);
    process.stdout.write(`${fixture.name}: ${before === '' ? 'new' : 'changed'}\n`);
  }
}
