import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalStack, startStack } from '../../local/stack.ts';

const run = promisify(execFile);
const example = (name: string) => fileURLToPath(new URL(`../../examples/consuming/${name}`, import.meta.url));

/** The programs that keep a copy of a feed, and what has to be installed for each. */
const mirrors: [command: string, file: string, needs: string[]][] = [
  [process.execPath, 'mirror.mjs', []],
  ['python3', 'mirror.py', ['python3']],
  ['bash', 'mirror.sh', ['curl', 'jq']],
];

const articles = 75;
let root = '';
let stack: LocalStack;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'consuming-'));
  stack = await startStack({ dataDir: join(root, 'data'), port: 0 });
  const numbers = Array.from({ length: articles }, (_, index) => index);
  await Promise.all(numbers.map((number) => put(`notes/note-${number}.md`, `Note ${number}`, number)));
  await stack.settled(60_000);
});

afterAll(async () => {
  await stack?.close();
  await rm(root, { recursive: true, force: true });
});

const put = (key: string, text: string, number = 0) =>
  stack.clients.s3.send(
    new PutObjectCommand({
      Bucket: stack.resources.buckets.inbox,
      Key: key,
      Body: `---\ndate: 2026-0${1 + (number % 9)}-15T08:00:0${number % 10}Z\n---\n# ${text}\n\nText of ${text}.\n`,
    }),
  );

/** Programs that aren't installed are left out, and named in the test's title. */
const installed = async (programs: string[]) => {
  for (const program of programs) {
    const found = await run('bash', ['-c', `command -v ${program}`]).catch(() => undefined);
    if (!found) return false;
  }
  return true;
};

const titlesIn = async (folder: string) => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const items = names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')).title);
  return (await Promise.all(items)).toSorted();
};

describe('a copy of a feed', () => {
  test('is whole, costs nothing when nothing changed, and follows changes', async () => {
    const present: typeof mirrors = [];
    for (const mirror of mirrors) if (await installed(mirror[2])) present.push(mirror);
    expect(present.map(([, file]) => file)).toContain('mirror.mjs');
    const copy = (file: string) => join(root, file.replace('.', '-'));
    const copyAll = async () => {
      const said: string[] = [];
      for (const [command, file] of present) {
        const { stdout } = await run(command, [example(file), `${stack.siteUrl}feed.json`, copy(file)]);
        said.push(stdout.trim());
      }
      return said;
    };
    const each = (text: string) => present.map(() => text);

    expect(await copyAll()).toEqual(each(`${articles} written, 0 removed`));
    expect(await copyAll()).toEqual(each('unchanged'));

    const Bucket = stack.resources.buckets.inbox;
    await stack.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'notes/note-8.md' }));
    await put('notes/note-3.md', 'Note 3, corrected', 3);
    await put('notes/new.md', 'A new note', 8);
    await stack.settled(60_000);
    for (const line of await copyAll()) expect(line).toMatch(/^\d+ written, 1 removed$/);
    const expected = [
      ...Array.from({ length: articles }, (_, index) => `Note ${index}${index === 3 ? ', corrected' : ''}`),
      'A new note',
    ].filter((title) => title !== 'Note 8');
    for (const [, file] of present) expect(await titlesIn(copy(file))).toEqual(expected.toSorted());
    expect(await copyAll()).toEqual(each('unchanged'));
  });
});

test('Atom can be read with Java’s own parser, where there is Java', async () => {
  if (!(await installed(['java']))) return;
  const { stdout } = await run('java', [example('Newest.java'), `${stack.siteUrl}atom.xml`]);
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^2026-09-15T08:00:\d\d\.000Z {2}\S.* {2}urn:uuid:[0-9a-f-]{36}$/);
  expect(lines.at(-1)).toMatch(/^withdrawn {2}urn:uuid:/);
});
