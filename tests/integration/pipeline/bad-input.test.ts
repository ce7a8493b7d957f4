import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { articleId } from '../../../shared/article/identity.ts';
import { type ReadEntry, readFully } from '../../helpers/feed-readers.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { png } from '../../helpers/png.ts';

/*
 * Everything that can be wrong with an upload, all of it at once, among articles that have to stay undisturbed.
 */

const article = (title: string) => `# ${title}\n\nA paragraph that says what ${title} is about.\n`;
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), png(90, 60)]);
const longLine = `${'A line of words that goes on without an end. '.repeat(23_000)}\n\n`;
const fiftyMegabytes = Buffer.from(longLine.repeat(52).slice(0, 50 * 1024 * 1024));
const tooLarge = Buffer.alloc(64 * 1024 * 1024 + 1, 'a word ');

/** Uploads that can't become articles, with the code of the reason. */
const rejected: [what: string, key: string, body: string | Buffer, code: string][] = [
  ['an empty file', 'bad/empty.txt', '', 'empty-file'],
  ['white space', 'bad/blank.md', ' \n\t\n', 'empty-file'],
  ['50 MB of text', 'bad/huge.txt', fiftyMegabytes, 'article-too-large'],
  ['more than is ever read', 'bad/vast.txt', tooLarge, 'too-large'],
  ['a JPEG named .txt', 'bad/photo.txt', jpeg, 'binary-content'],
  [
    'random bytes',
    'bad/noise.txt',
    Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)),
    'binary-content',
  ],
  [
    'front matter that is none',
    'bad/front.md',
    '---\ntitle: [unclosed\n---\n\nText.\n',
    'front-matter-broken',
  ],
  ['JSON that is cut off', 'bad/cut.json', '{"title": "Cut', 'json-broken'],
  ['a key that ends like a folder', 'bad/folder/', '', 'empty-file'],
];

/** Uploads that look odd and are published nevertheless, with their titles. */
const published: [what: string, key: string, body: string | Buffer, title: string][] = [
  [
    'invalid UTF-8',
    'odd/latin.txt',
    Buffer.from('Caf\xe9 ol\xe9 reopens\n\nThe caf\xe9 by the quay opens again on Friday.\n', 'latin1'),
    'Café olé reopens',
  ],
  ['a key with spaces', 'odd/two  spaces and one .md', article('Spaces'), 'Spaces'],
  ['a key with plus signs', 'odd/1+1=2 & more.md', article('Plus'), 'Plus'],
  ['a key with percent signs', 'odd/100%25 of %2F%.md', article('Percent'), 'Percent'],
  ['a key with emoji', 'odd/🚲🏳️‍🌈/ride 🚲.md', article('Emoji'), 'Emoji'],
  ['a key that climbs', '../../outside.md', article('Climber'), 'Climber'],
  ['a key that climbs inside', 'odd/../other/./../inside.md', article('Inner climber'), 'Inner climber'],
  ['a key with quotes and brackets', `odd/"<b>'&amp;.md`, article('Quotes'), 'Quotes'],
  [
    'a key of 1,024 bytes',
    `odd/${'long-ü-'.repeat(126)}${'x'.repeat(9)}.md`,
    article('Long key'),
    'Long key',
  ],
  ['a key with a backslash', 'odd\\back\\slash.md', article('Backslash'), 'Backslash'],
];

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  await pipeline.upload('good/before.md', article('Before'), { tags: { desk: 'night', rights: 'own' } });
  await pipeline.upload('twice/replaced.md', article('Good version'));
  await pipeline.upload('twice/same.md', article('Zeroth'));
  await pipeline.settled();
  const sent = [
    ...[...rejected, ...published].map(([, key, body]) => pipeline.upload(key, body)),
    pipeline.upload('good/after.md', article('After')),
    pipeline.upload('twice/replaced.md', Buffer.alloc(0)),
    pipeline.upload('twice/same.md', article('First')),
    pipeline.upload('twice/same.md', article('Second')),
    pipeline.upload('gone/at-once.md', article('Fleeting')).then(() => pipeline.remove('gone/at-once.md')),
    pipeline.upload('tagged/full.md', article('Tagged'), {
      tags: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`own-${index}`, String(index)])),
    }),
  ];
  await Promise.all(sent);
  await pipeline.settled();
});
afterAll(() => pipeline.close());

async function entryOf(key: string, format = 'feed.json'): Promise<ReadEntry | undefined> {
  const entries = await readFully(await pipeline.text(format));
  return entries.find(({ id }) => id === `urn:uuid:${articleId(key)}`);
}

describe('rejected', () => {
  test.each(rejected)('%s', async (_, key, __, code) => {
    const record = await pipeline.uploadRecord(key);
    expect(record).toMatchObject({ state: 'rejected', code, articles: [] });
    expect(record?.reason).toMatch(/^[A-Z].{10,400}\.$/s);
    const tags = await pipeline.tags(key);
    expect(tags['dropwire-status']).toBe('rejected');
    expect(tags['dropwire-reason']?.startsWith(`${code}: `)).toBe(true);
    expect(await pipeline.articleRecord(key)).toBeUndefined();
  });
});

describe('published', () => {
  test.each(published)('%s', async (_, key, __, title) => {
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
    expect(await pipeline.uploadRecord(key)).toMatchObject({ state: 'accepted', articles: [articleId(key)] });
    expect(await pipeline.tags(key)).toEqual({ 'dropwire-status': 'accepted' });
    for (const format of ['feed.json', 'rss.xml', 'atom.xml']) {
      const entry = await entryOf(key, format);
      expect(entry?.title).toBe(title);
      const path = entry?.link.replace(pipeline.stack.siteUrl, '') ?? '';
      expect(path).toMatch(/^articles\/\d{4}\/\d{2}\/[^/]+\/$/);
      expect(await pipeline.text(path)).toContain(`>${title}</h1>`);
    }
  });
});

test('every feed is the sum of the good uploads', async () => {
  const expected = [...published.map(([, , , title]) => title), 'Before', 'After', 'Good version', 'Tagged'];
  for (const format of ['feed.json', 'rss.xml', 'atom.xml']) {
    const titles = (await readFully(await pipeline.text(format))).map(({ title }) => title);
    const twice = titles.filter((title) => title === 'First' || title === 'Second');
    expect(twice).toHaveLength(1);
    expect(titles.filter((title) => title !== twice[0]).sort()).toEqual(expected.sort());
  }
});

test('the later of two uploads within a millisecond is shown: the one that the inbox holds', async () => {
  const held = Buffer.from(await pipeline.inboxObject('twice/same.md')).toString('utf8');
  expect((await entryOf('twice/same.md'))?.title).toBe(/# (\w+)/.exec(held)?.[1]);
});

test('an upload that was deleted before it was read leaves nothing', async () => {
  expect(await pipeline.uploadRecord('gone/at-once.md')).toMatchObject({ state: 'deleted', articles: [] });
  expect(await pipeline.traces('Fleeting')).toEqual([]);
});

test('a bad version takes nothing away from the good one before it, and the uploader is told', async () => {
  expect((await entryOf('twice/replaced.md'))?.title).toBe('Good version');
  expect(await pipeline.tags('twice/replaced.md')).toMatchObject({ 'dropwire-status': 'rejected' });
  await pipeline.upload('twice/replaced.md', article('Mended version'));
  await pipeline.settled();
  expect((await entryOf('twice/replaced.md'))?.title).toBe('Mended version');
  expect(await pipeline.tags('twice/replaced.md')).toEqual({ 'dropwire-status': 'accepted' });
});

test("the uploader's own tags stay, even where they leave no room", async () => {
  const own = { desk: 'night', rights: 'own' };
  expect(await pipeline.tags('good/before.md')).toEqual({ ...own, 'dropwire-status': 'accepted' });
  const full = await pipeline.tags('tagged/full.md');
  expect(Object.keys(full).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `own-${index}`));
  expect(await pipeline.uploadRecord('tagged/full.md')).toMatchObject({ state: 'accepted' });
});

test('nothing went wrong on the way', async () => {
  expect(pipeline.troubles).toEqual([]);
  expect(await pipeline.deadLetters()).toBe(0);
});
