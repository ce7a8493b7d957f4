import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDataFolder } from '../../../local/data-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the data folder', () => {
  test('is made, and remembers', async () => {
    const path = join(root, 'new', 'data');
    const first = await openDataFolder(path);
    expect(first.facts).toMatchObject({ ports: {}, examples: false });
    await first.remember({ siteUrl: 'http://127.0.0.1:8400/', ports: { site: 8400 } });
    first.close();
    const second = await openDataFolder(path);
    expect(second.facts).toMatchObject({ siteUrl: 'http://127.0.0.1:8400/', ports: { site: 8400 } });
    second.close();
  });

  test('is locked while it is open', async () => {
    const folder = await openDataFolder(root);
    await writeFile(folder.inside('stack.json'), '{"pid":123,"siteUrl":"http://127.0.0.1:9/"}');
    await expect(openDataFolder(root)).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining('process 123, http://127.0.0.1:9/'),
    });
    folder.close();
    (await openDataFolder(root)).close();
  });

  test.each([
    ['a file', 'data-not-a-folder', async () => writeFile(join(root, 'data'), ''), 'data'],
    ['below a file', 'data-not-a-folder', async () => writeFile(join(root, 'data'), ''), 'data/below'],
    ['somebody else’s', 'data-foreign', async () => writeFile(join(root, 'letter.txt'), ''), '.'],
    [
      'of another version',
      'data-other-version',
      async () => writeFile(join(root, 'dropwire.json'), '{"format":9}'),
      '.',
    ],
    ['damaged', 'data-broken', async () => writeFile(join(root, 'dropwire.json'), '{"form'), '.'],
    [
      'not what it should be',
      'data-broken',
      async () => writeFile(join(root, 'dropwire.json'), '{"format":1,"ports":7}'),
      '.',
    ],
  ])('is refused when it is %s', async (_what, code, prepare, name) => {
    await prepare();
    await expect(openDataFolder(join(root, name))).rejects.toMatchObject({ code });
  });

  test('may hold the inbox before', async () => {
    await writeFile(join(root, 'inbox'), '');
    (await openDataFolder(root, [join(root, 'inbox')])).close();
  });
});
