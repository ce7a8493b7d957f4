// Writes what each file under tests/fixtures/articles becomes, and what is found in each page under tests/fixtures/html,
// beside it. Read the difference before you commit it. Names of folders as arguments: these alone.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fixtureCases, normalizeFixture } from '../tests/helpers/article-fixtures.ts';
import { findInPage, pageFixtureNames, pageFixtures } from '../tests/helpers/page-fixtures.ts';

const only = process.argv.slice(2);
const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);

async function keep(name: string, path: string, outcome: unknown): Promise<void> {
  const text = `${JSON.stringify(outcome, null, 2)}\n`;
  const before = await readFile(path, 'utf8').catch(() => '');
  if (text === before) return;
  await writeFile(path, text);
  process.stdout.write(`${name}: ${before === '' ? 'new' : 'changed'}\n`);
}

for (const fixture of (await fixtureCases()).filter(({ name }) => isWanted(name))) {
  await keep(fixture.name, fixture.expected, await normalizeFixture(fixture));
}
for (const name of (await pageFixtureNames()).filter(isWanted)) {
  await keep(name, fileURLToPath(new URL(`${name}/expected.json`, pageFixtures)), await findInPage(name));
}
