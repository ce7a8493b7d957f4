import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from '@jest/globals';

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-test-'));
  const sentence = 'A sentence that is long enough to be the text of an article.';
  await writeFile(join(folder, 'good.md'), `# Good\n\n${sentence}`);
  await writeFile(join(folder, 'page.txt.gz'), gzipSync(`Packed\n\n${sentence}`));
  await writeFile(join(folder, 'empty.txt'), '');
  await mkdir(join(folder, 'inbox', 'news'), { recursive: true });
  await writeFile(join(folder, 'inbox', 'news', 'tide.md'), `# Tide\n\n${sentence}`);
  await writeFile(
    join(folder, 'feed.json'),
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'x',
      items: [1, 2].map((id) => ({ id, title: `No ${id}`, content_text: sentence })),
    }),
  );
});

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as a shell would, in the folder of the files. */
function preview(...args: string[]): Promise<Run> {
  const environment = { PATH: process.env.PATH ?? '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, 'preview', ...args],
      { cwd: folder, env: environment },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

test('one file is printed as its article', async () => {
  const { code, stdout } = await preview('good.md');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ title: 'Good', source: { key: 'good.md' } });
}, 30_000);

test('a file of the inbox folder has the key that the mirror will give it', async () => {
  const { stdout } = await preview('inbox/news/tide.md');
  expect(JSON.parse(stdout)).toMatchObject({ section: 'news', source: { key: 'news/tide.md' } });
}, 30_000);

test('NDJSON has a line a file, in order, whatever becomes of it', async () => {
  const { code, stdout } = await preview(
    '--ndjson',
    'page.txt.gz',
    'empty.txt',
    'feed.json',
    join(folder, 'good.md'),
    'missing.md',
  );
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(code).toBe(2);
  expect(lines).toEqual([
    { file: 'page.txt.gz', ok: true, article: expect.objectContaining({ title: 'Packed' }) },
    { file: 'empty.txt', ok: false, code: 'empty-file', message: expect.stringMatching(/empty/) },
    {
      file: 'feed.json',
      ok: true,
      article: expect.objectContaining({ title: 'No 1' }),
      articles: [expect.anything(), expect.objectContaining({ title: 'No 2' })],
    },
    { file: join(folder, 'good.md'), ok: true, article: expect.objectContaining({ title: 'Good' }) },
    {
      file: 'missing.md',
      ok: false,
      code: 'unreadable-file',
      message: expect.stringMatching(/doesn't exist/),
    },
  ]);
}, 30_000);

test('exit codes: 1 for a rejected file, 2 for a wrong call', async () => {
  expect(await preview('empty.txt')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/empty-file/),
  });
  expect(await preview()).toMatchObject({ code: 2 });
  expect(await preview('--no-such-option', 'good.md')).toMatchObject({ code: 2 });
}, 30_000);

test('--open writes a page that runs nothing and prints its path', async () => {
  const { code, stdout } = await preview('--open', 'good.md');
  expect(code).toBe(0);
  const page = await readFile(stdout.trim(), 'utf8');
  expect(page).toContain('<h1>Good</h1>');
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('first heading');
}, 30_000);
