import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { articleId } from '../../../shared/article/identity.ts';
import { type ReadEntry, readFully } from '../../helpers/feed-readers.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';
import { png } from '../../helpers/png.ts';

/*
 * Pictures beside articles, in steps: each test goes on where the last one ended.
 */

const wide = png(640, 360, 40);
const tall = png(300, 450, 200);
const story = (name: string, picture: string) => `---
title: The ${name} walk
date: 2026-03-0${name.length}
---

Along the ${name} there is a path that few people know.

![A gate beside the ${name}](${picture})

It ends where it began.
`;

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());

async function entryOf(key: string, format = 'feed.json'): Promise<ReadEntry> {
  const entries = await readFully(await pipeline.text(format));
  const found = entries.filter(({ id }) => id === `urn:uuid:${articleId(key)}`);
  expect(found).toHaveLength(1);
  return found[0] as ReadEntry;
}

/** Pictures that an article's page shows. */
async function picturesOf(key: string): Promise<Record<string, string | null>[]> {
  const { link } = await entryOf(key);
  const { document } = parseHTML(await pipeline.text(link.replace(pipeline.stack.siteUrl, '')));
  return [...document.querySelectorAll('main img')].map((image) => ({
    src: image.getAttribute('src'),
    alt: image.getAttribute('alt'),
    width: image.getAttribute('width'),
    height: image.getAttribute('height'),
  }));
}

async function expectPicture(key: string, bytes: Buffer, width: string, height: string, alt: string) {
  const [picture, ...others] = await picturesOf(key);
  expect(others).toEqual([]);
  expect(picture).toMatchObject({ width, height, alt });
  const src = picture?.src ?? '';
  const path = new URL(src, pipeline.stack.siteUrl).pathname.slice(1);
  const response = await pipeline.fetch(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  for (const format of ['feed.json', 'rss.xml', 'atom.xml']) {
    const entry = await entryOf(key, format);
    expect(entry.images).toEqual([pipeline.stack.siteUrl + path]);
    expect(entry.body).toContain(`src="${pipeline.stack.siteUrl}${path}"`);
  }
}

test('a picture alone is accepted and nothing is shown of it; an article without its picture is shown', async () => {
  await pipeline.upload('first/gate one.png', wide, { contentType: 'image/png' });
  await pipeline.upload('second/walk.md', story('river', 'pictures/gate.png'));
  await pipeline.upload('twins/walk.md', story('meadow', '/shared/gate%20%C3%BC.png'));
  await pipeline.settled();
  expect(await pipeline.tags('first/gate one.png')).toEqual({ 'dropwire-status': 'accepted' });
  expect((await pipeline.uploadRecord('first/gate one.png'))?.media).toMatchObject({
    width: 640,
    height: 360,
  });
  expect([...(await pipeline.objects('site')).keys()].filter((key) => key.startsWith('media/'))).toEqual([]);
  for (const key of ['second/walk.md', 'twins/walk.md']) {
    expect(await picturesOf(key)).toEqual([]);
    expect((await entryOf(key)).images).toEqual([]);
  }
  // The published JSON Schema tells of it.
  expect(await pipeline.traces('inbox:')).toEqual(['schema/article.v1.json']);
});

test('picture and article find each other, whichever came first', async () => {
  const before = await entryOf('second/walk.md');
  await pipeline.upload('first/walk.md', story('wall', 'gate%20one.png'));
  await pipeline.upload('second/pictures/gate.png', tall);
  await pipeline.upload('shared/gate ü.png', tall);
  await pipeline.settled();
  await expectPicture('first/walk.md', wide, '640', '360', 'A gate beside the wall');
  await expectPicture('second/walk.md', tall, '300', '450', 'A gate beside the river');
  await expectPicture('twins/walk.md', tall, '300', '450', 'A gate beside the meadow');
  const { id, link, published } = before;
  expect(await entryOf('second/walk.md')).toMatchObject({ id, link, published });
});

test('one file is kept of the same picture, however many articles show it', async () => {
  const media = [...(await pipeline.objects('site')).keys()].filter((key) => key.startsWith('media/'));
  expect(media).toHaveLength(2);
});

test('another picture under the same key takes its place, with its own size', async () => {
  await pipeline.upload('first/gate one.png', tall);
  await pipeline.upload('second/pictures/gate.png', wide);
  await pipeline.settled();
  await expectPicture('first/walk.md', tall, '300', '450', 'A gate beside the wall');
  await expectPicture('second/walk.md', wide, '640', '360', 'A gate beside the river');
});

test('a picture that is deleted leaves the article, and comes back with the next upload', async () => {
  await pipeline.remove('first/gate one.png');
  await pipeline.remove('shared/gate ü.png');
  await pipeline.settled();
  for (const key of ['first/walk.md', 'twins/walk.md']) {
    expect(await picturesOf(key)).toEqual([]);
    expect((await entryOf(key, 'rss.xml')).images).toEqual([]);
  }
  await pipeline.upload('first/gate one.png', wide);
  await pipeline.settled();
  await expectPicture('first/walk.md', wide, '640', '360', 'A gate beside the wall');
});

test('a picture that is none is rejected, and the article that shows it is not', async () => {
  const before = await pipeline.objects('site');
  await pipeline.upload('third/page.png', '<html><body><h1>Not found</h1><p>Nothing here.</p></body></html>');
  await pipeline.upload('third/broken.png', wide.subarray(0, 20));
  await pipeline.upload('third/converted.jpg', tall);
  await pipeline.settled();
  expect(await pipeline.objects('site')).toEqual(before);
  for (const key of ['third/page.png', 'third/broken.png']) {
    expect(await pipeline.uploadRecord(key)).toMatchObject({ state: 'rejected', code: 'media-broken' });
    expect(await pipeline.tags(key)).toMatchObject({ 'dropwire-status': 'rejected' });
  }
  await pipeline.upload('third/walk.md', story('quay', 'broken.png'));
  await pipeline.upload('fourth/walk.md', story('bridge', '../third/converted.jpg'));
  await pipeline.settled();
  expect((await entryOf('third/walk.md')).title).toBe('The quay walk');
  expect(await picturesOf('third/walk.md')).toEqual([]);
  await expectPicture('fourth/walk.md', tall, '300', '450', 'A gate beside the bridge');
});

test('nothing went wrong on the way', async () => {
  expect(pipeline.troubles).toEqual([]);
  expect(await pipeline.deadLetters()).toBe(0);
});
