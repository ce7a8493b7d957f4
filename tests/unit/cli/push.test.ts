import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFiles } from '../../../cli/push/find-files.ts';
import { resultAsText, sumsAsText } from '../../../cli/push/print-results.ts';
import {
  commonPrefix,
  type PushRequest,
  type PushResult,
  pushSources,
} from '../../../cli/push/push-sources.ts';
import { fileContent, partBytes, type Source, textContent } from '../../../cli/push/source.ts';
import { MemoryStack, markdown } from './memory-stack.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-push-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function folder(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name, path)), { recursive: true });
    await writeFile(join(root, name, path), text);
  }
  return join(root, name);
}

const source = (key: string, text: string): Source => ({
  name: key,
  key,
  read: async () => textContent(text),
});

/** Pushes and tells what came of it. */
async function push(bench: MemoryStack, sources: Source[], more: Partial<PushRequest> = {}) {
  const results: PushResult[] = [];
  const notes: string[] = [];
  const request: PushRequest = {
    sources,
    problems: [],
    atOnce: 4,
    signal: new AbortController().signal,
    follow: { clock: bench.clock, isLive: async () => true, patienceMs: 60_000 },
    ...more,
  };
  const sums = await pushSources(bench.stack, request, {
    onResult: (result) => results.push(result),
    onProgress: () => undefined,
    onNote: (note) => notes.push(note),
  });
  return { sums, notes, results, of: (key: string) => results.find((result) => result.key === key) };
}

describe('the files to push', () => {
  test('keys are paths inside a folder, and below the starting folder for a file', async () => {
    await folder('site', { 'news/a.md': 'a', 'b.md': 'b', '.hidden': '', 'c.md~': '' });
    const naming = { from: join(root, 'site'), prefix: '' };
    const keys = async (names: string[], more = {}) =>
      (await findFiles(names, { ...naming, ...more })).sources.map(({ key }) => key);
    expect(await keys(['.'])).toEqual(['b.md', 'news/a.md']);
    expect(await keys(['news'])).toEqual(['a.md']);
    expect(await keys(['news/a.md', './news/a.md'])).toEqual(['news/a.md']);
    expect(await keys(['news'], { root: '.', prefix: 'x/' })).toEqual(['x/news/a.md']);
    expect(await keys([join(root, 'site/b.md')], { from: join(root, 'site/news') })).toEqual(['b.md']);
    await expect(keys(['b.md'], { root: 'news' })).rejects.toMatchObject({ code: 'outside-root' });
    await expect(keys(['none.md'])).rejects.toMatchObject({ code: 'no-such-file' });
  });

  test('what can’t be uploaded is told, file by file', async () => {
    const path = await folder('odd', { 'a/x.md': 'x', 'b/x.md': 'x' });
    await symlink('a/x.md', join(path, 'link.md'));
    const { sources, problems } = await findFiles([join(path, 'a'), join(path, 'b'), path], {
      from: path,
      prefix: '',
    });
    expect(sources.map(({ key }) => key)).toEqual(['x.md', 'a/x.md', 'b/x.md']);
    expect(problems).toEqual([
      { file: join(path, 'b/x.md'), reason: expect.stringContaining('same key') },
      { file: join(path, 'link.md'), reason: expect.stringContaining('symbolic link') },
    ]);
  });

  test('big files have the ETag of their parts', async () => {
    const path = join(root, 'big.bin');
    await writeFile(path, Buffer.alloc(partBytes + 5, 'x'));
    const { etag, size } = await fileContent(path, partBytes + 5);
    expect(size).toBe(partBytes + 5);
    // md5sum of the two MD5s in binary, made by another program.
    expect(etag).toBe('"d07a2c44e67a042bb1e982590a9991b4-2"');
    await rm(path);
  });
});

describe('push', () => {
  test('follows every upload until it is live, kept back or rejected', async () => {
    const bench = new MemoryStack();
    const { sums, of } = await push(bench, [
      source('news/a.md', markdown('A')),
      source('news/later.md', markdown('Later', 'published: 2199-01-01\n')),
      source('news/draft.md', markdown('Draft', 'draft: true\n')),
      source('news/empty.md', ''),
    ]);
    expect(sums).toMatchObject({ uploaded: 4, rejected: 1, waiting: 0, failed: 0 });
    expect(of('news/a.md')).toMatchObject({
      file: 'news/a.md',
      action: 'uploaded',
      state: 'accepted',
      articles: [
        { state: 'published', title: 'A', url: expect.stringMatching(/^https:\/\/news\.example\//) },
      ],
    });
    expect(of('news/later.md')?.articles).toMatchObject([{ state: 'scheduled' }]);
    expect(of('news/draft.md')?.articles).toMatchObject([{ state: 'withheld' }]);
    expect(of('news/empty.md')).toMatchObject({ state: 'rejected', code: 'empty-file' });
    const text = of('news/empty.md');
    expect(text && resultAsText(text)).toMatch(/^rejected {2}news\/empty\.md\n {2}.+\(empty-file\)$/);
  });

  test('skips what is there already, but follows it', async () => {
    const bench = new MemoryStack();
    await push(bench, [source('a.md', markdown('A')), source('b.md', '')]);
    bench.asked.length = 0;
    const again = await push(bench, [
      source('a.md', markdown('A')),
      source('b.md', ''),
      source('c.md', markdown('C')),
    ]);
    expect(bench.asked.filter((name) => name === 'PutObjectCommand')).toHaveLength(1);
    expect(again.sums).toMatchObject({ uploaded: 1, unchanged: 2, rejected: 1 });
    const [a, b] = [again.of('a.md'), again.of('b.md')];
    expect(a).toMatchObject({ action: 'unchanged', state: 'accepted' });
    expect(a && resultAsText(a)).toBeUndefined();
    expect(b && resultAsText(b)).toContain('empty-file');
  });

  test('waits until the site shows what the catalog has', async () => {
    const bench = new MemoryStack();
    const looks: string[] = [];
    const isLive = async ({ url = '' }) => looks.push(url) > 3;
    const { results } = await push(bench, [source('a.md', markdown('A'))], {
      follow: { clock: bench.clock, isLive, patienceMs: 60_000 },
    });
    expect(looks).toHaveLength(4);
    expect(results).toMatchObject([{ state: 'accepted' }]);
  });

  test('gives up when nothing moves, and says so', async () => {
    const bench = new MemoryStack();
    const { sums, results } = await push(bench, [source('a.md', markdown('A'))], {
      follow: { clock: bench.clock, isLive: async () => false, patienceMs: 60_000 },
    });
    expect(results).toMatchObject([{ state: 'accepted', pending: true }]);
    expect(sums).toMatchObject({ uploaded: 1, waiting: 1 });
    expect(bench.now).toBeGreaterThan(Date.parse('2026-06-15T12:01:00Z'));
  });

  test('interrupted while it follows, counts what is left without a line for each', async () => {
    const bench = new MemoryStack();
    const interruption = new AbortController();
    const clock = { now: bench.clock.now, sleep: async () => interruption.abort() };
    const { sums, results } = await push(bench, [source('a.md', markdown('A')), source('b.md', '')], {
      follow: { clock, isLive: async () => true, patienceMs: 60_000 },
      signal: interruption.signal,
    });
    expect(sums).toMatchObject({ uploaded: 2, waiting: 2, left: 0 });
    expect(results).toEqual([]);
  });

  test('is not confused by somebody who overwrites the upload meanwhile', async () => {
    const bench = new MemoryStack();
    let looks = 0;
    const clock = {
      now: bench.clock.now,
      sleep: async (milliseconds: number) => {
        looks += 1;
        if (looks === 1) bench.put('a.md', markdown('Theirs'));
        await bench.clock.sleep(milliseconds);
      },
    };
    const { of } = await push(bench, [source('a.md', markdown('Ours'))], {
      follow: { clock, isLive: async () => true, patienceMs: 60_000 },
    });
    expect(of('a.md')).toMatchObject({ state: 'accepted', articles: [{ title: 'Theirs' }] });
  });

  test('a file that can’t be read keeps no other back', async () => {
    const bench = new MemoryStack();
    const broken: Source = {
      name: 'broken.md',
      key: 'broken.md',
      read: async () => {
        throw new Error('EACCES');
      },
    };
    const { sums, of } = await push(bench, [broken, source('a.md', markdown('A'))]);
    expect(sums).toMatchObject({ failed: 1, uploaded: 1 });
    expect(of('broken.md')).toMatchObject({ action: 'failed', reason: expect.stringContaining('EACCES') });
  });

  test('--dry-run changes nothing', async () => {
    const bench = new MemoryStack();
    bench.put('old.md', markdown('Old'));
    const { sums, results } = await push(bench, [source('a.md', markdown('A'))], {
      dryRun: true,
      deleteBelow: '',
      follow: undefined,
    });
    expect(bench.keys()).toEqual(['old.md']);
    expect(results.map(({ key, action }) => [key, action])).toEqual([
      ['a.md', 'would-upload'],
      ['old.md', 'would-delete'],
    ]);
    expect(sumsAsText(sums, true)).toBe('1 to upload, 1 to delete.');
  });
});

describe('--delete', () => {
  test('withdraws what the folder no longer has, below the prefix only', async () => {
    const bench = new MemoryStack();
    const sources = [source('news/a.md', markdown('A')), source('news/b.md', markdown('B'))];
    await push(bench, [...sources, source('other.md', markdown('Other'))]);
    const { sums, of } = await push(bench, sources.slice(0, 1), { deleteBelow: 'news/' });
    expect(bench.keys()).toEqual(['news/a.md', 'other.md']);
    expect(sums).toMatchObject({ unchanged: 1, deleted: 1 });
    expect(of('news/b.md')).toMatchObject({
      action: 'deleted',
      state: 'deleted',
      articles: [{ state: 'withdrawn' }],
    });
  });

  test('deletes nothing when files could not be read, or there are none', async () => {
    const bench = new MemoryStack();
    await push(bench, [source('a.md', markdown('A'))]);
    const problems = [{ file: 'x', reason: 'can’t be listed' }];
    const unreadable = await push(bench, [source('b.md', markdown('B'))], { deleteBelow: '', problems });
    const empty = await push(bench, [], { deleteBelow: '' });
    expect(bench.keys()).toEqual(['a.md', 'b.md']);
    expect(unreadable.notes).toEqual([expect.stringContaining('could not be read')]);
    expect(empty.notes).toEqual([expect.stringContaining('holds no files')]);
    expect(empty.sums.failed).toBe(1);
  });
});

test('a thousand files, interrupted and resumed: none is lost, none is sent twice', async () => {
  const bench = new MemoryStack();
  const interruption = new AbortController();
  const sources = Array.from({ length: 1000 }, (_, index) => {
    const made = source(`news/${String(index).padStart(4, '0')}.md`, markdown(`No ${index}`));
    return {
      ...made,
      read: async () => {
        if (index === 400) interruption.abort();
        return made.read();
      },
    };
  });
  const first = await push(bench, sources, { follow: undefined, signal: interruption.signal });
  expect(first.sums.uploaded).toBeGreaterThanOrEqual(400);
  expect(first.sums.left).toBe(1000 - first.sums.uploaded);
  expect(bench.keys()).toHaveLength(first.sums.uploaded);
  const second = await push(bench, sources, { follow: undefined });
  expect(second.sums).toMatchObject({ unchanged: first.sums.uploaded, uploaded: first.sums.left, left: 0 });
  expect(bench.keys()).toEqual(sources.map(({ key }) => key));
  expect(bench.asked.filter((name) => name === 'PutObjectCommand')).toHaveLength(1000);
});

test('what keys have in common', () => {
  expect(commonPrefix([])).toBe('');
  expect(commonPrefix(['news/a.md'])).toBe('news/a.md');
  expect(commonPrefix(['news/a.md', 'news/b.md', 'net.md'])).toBe('ne');
});
