import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf, UsageError } from '../shared/errors.ts';
import { type FixtureCase, fixtureCases, normalizeFixture } from '../tests/helpers/article-fixtures.ts';
import { findInPage, pageFixtureNames, pageFixtures } from '../tests/helpers/page-fixtures.ts';

const usage = `Writes what each file under tests/fixtures/articles becomes, and what is found in each page under
tests/fixtures/html, beside it. Read the difference before you commit it: from then on it is the test.

  npm run fixtures -- [--json] [NAME...]

  NAME    these folders alone
  --json  print a line of JSON for each that is new or changed: name, path, change
  --help  print this

Exit status: 0 written, 1 failed, 2 called wrongly.
`;

/** Writes an outcome where it is kept, if it differs, and tells of it. */
async function keep(name: string, path: string, outcome: unknown, json: boolean): Promise<void> {
  const text = `${JSON.stringify(outcome, null, 2)}\n`;
  const before = await readFile(path, 'utf8').catch(() => '');
  if (text === before) return;
  await writeFile(path, text);
  const change = before === '' ? 'new' : 'changed';
  process.stdout.write(json ? `${JSON.stringify({ name, path, change })}\n` : `${name}: ${change}\n`);
}

/** @throws UsageError `usage` for a folder that isn't there */
function wantedOf(names: string[], cases: FixtureCase[], pages: string[]): (name: string) => boolean {
  const known = new Set([...cases.map(({ name }) => name), ...pages]);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new UsageError(
      'usage',
      `There is no ${unknown.join(', ')} under tests/fixtures/articles or tests/fixtures/html. Mend the name.`,
    );
  }
  return (name) => names.length === 0 || names.includes(name);
}

async function regenerate(names: string[], json: boolean): Promise<void> {
  const [cases, pages] = await Promise.all([fixtureCases(), pageFixtureNames()]);
  const isWanted = wantedOf(names, cases, pages);
  for (const fixture of cases.filter(({ name }) => isWanted(name))) {
    await keep(fixture.name, fixture.expected, await normalizeFixture(fixture), json);
  }
  for (const name of pages.filter(isWanted)) {
    const path = fileURLToPath(new URL(`${name}/expected.json`, pageFixtures));
    await keep(name, path, await findInPage(name), json);
  }
}

function parse() {
  const boolean = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: { help: { ...boolean, short: 'h' }, json: boolean },
    });
  } catch (cause) {
    throw new UsageError('usage', `${messageOf(cause)}. See npm run fixtures -- --help.`, { cause });
  }
}

try {
  const { values, positionals } = parse();
  if (values.help) process.stdout.write(usage);
  else await regenerate(positionals, values.json);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
