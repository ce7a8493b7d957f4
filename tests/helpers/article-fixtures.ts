import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NormalizedUpload, normalizeUpload } from '../../shared/article/normalize.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';

const folder = fileURLToPath(new URL('../fixtures/articles/', import.meta.url));

/** One folder: a source as uploaded, and what it becomes. */
export interface FixtureCase {
  name: string;
  source: string;
  /** The upload key: the file's path below the fixtures. */
  key: string;
  /** Path of expected.json. */
  expected: string;
}

export async function fixtureCases(): Promise<FixtureCase[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const files = (await readdir(join(folder, name))).filter((file) => file !== 'expected.json');
      const [file = ''] = files;
      return {
        name,
        source: join(folder, name, file),
        key: `${name}/${file}`,
        expected: join(folder, name, 'expected.json'),
      };
    }),
  );
}

/** What an upload becomes, as JSON can hold it: of embedded files the facts, not the bytes. */
export async function normalizeFixture({ source, key }: FixtureCase): Promise<unknown> {
  const site = parseSiteSettings({ title: 'Fixtures', timeZone: 'Europe/Berlin' });
  const { articles, embedded, skipped } = await normalizeUpload({ key, bytes: await readFile(source) }, site);
  return JSON.parse(JSON.stringify(toPlain({ articles, embedded, skipped }))) as unknown;
}

const toPlain = ({ articles, embedded, skipped }: NormalizedUpload): unknown => ({
  articles,
  embedded: embedded.map(({ content: _, ...facts }) => facts),
  skipped: skipped.map(({ title, reason }) => ({ title, code: reason.code })),
});
