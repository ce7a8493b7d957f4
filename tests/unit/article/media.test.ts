import { describe, expect, test } from '@jest/globals';
import { inboxUrl, keyOfInboxUrl } from '../../../shared/article/media/inbox-url.ts';
import { recognizeMedia } from '../../../shared/article/media/recognize-media.ts';
import { bestOfSrcset } from '../../../shared/article/media/srcset.ts';
import { normalizeUpload } from '../../../shared/article/normalize.ts';
import { gif, jpeg, png } from './support/pictures.ts';
import { articleOf, site } from './support/site.ts';

describe('uploads that are media', () => {
  test.each<[string, Buffer, object]>([
    ['a.jpg', jpeg(640, 480), { kind: 'image', type: 'image/jpeg', width: 640, height: 480 }],
    ['a.JPEG', jpeg(640, 480, 6), { kind: 'image', type: 'image/jpeg', width: 480, height: 640 }],
    ['a.png', png(3, 2), { kind: 'image', type: 'image/png', width: 3, height: 2 }],
    ['a.gif', gif(9, 7), { kind: 'image', type: 'image/gif', width: 9, height: 7 }],
    ['a.mp3', Buffer.from('ID3\x03rest'), { kind: 'audio', type: 'audio/mpeg' }],
    ['a.mp4', Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), { kind: 'video', type: 'video/mp4' }],
    ['converted.png', jpeg(5, 4), { kind: 'image', type: 'image/jpeg', width: 5, height: 4 }],
  ])('%s: %#', (key, bytes, facts) => {
    expect(recognizeMedia(key, bytes)).toEqual({ ...facts, bytes: bytes.length });
  });

  test('name and content must agree', () => {
    expect(recognizeMedia('a.txt', jpeg(1, 1))).toBeUndefined();
    expect(recognizeMedia('a.mp3', jpeg(1, 1))).toBeUndefined();
    expect(recognizeMedia('cut.jpg', Buffer.from('ffd8ff', 'hex'))).toBeUndefined();
    expect(recognizeMedia('a.jpg', Buffer.from('just text'))).toBeUndefined();
  });
});

test.each([
  ['a.jpg', 'News/x.md', 'inbox:News/a.jpg'],
  ['./img/a b.jpg', 'News/x.md', 'inbox:News/img/a%20b.jpg'],
  ['img/a%20b.jpg?w=3#x', 'News/x.md', 'inbox:News/img/a%20b.jpg'],
  ['../a.jpg', 'News/deep/x.md', 'inbox:News/a.jpg'],
  ['../../a.jpg', 'News/x.md', undefined],
  ['%2e%2e/%2e%2e/a.jpg', 'x.md', undefined],
  ['..%2f..%2fa.jpg', 'News/x.md', undefined],
  ['/top.jpg', 'News/x.md', 'inbox:top.jpg'],
  ['100%.jpg', 'x.md', 'inbox:100%25.jpg'],
  ['ü/🙂.png', 'x.md', 'inbox:%C3%BC/%F0%9F%99%82.png'],
  ['', 'x.md', undefined],
  ['img/', 'x.md', undefined],
  ['#here', 'x.md', undefined],
])('%j beside %s is %s', (reference, key, url) => {
  expect(inboxUrl(reference, key)).toBe(url);
  if (url)
    expect(inboxUrl(`/${keyOfInboxUrl(url)?.split('/').map(encodeURIComponent).join('/')}`, 'x')).toBe(url);
});

test.each([
  ['a.jpg 300w, b.jpg 1200w, c.jpg 600w', 'b.jpg'],
  ['a.jpg, b.jpg 2x, c.jpg 1.5x', 'b.jpg'],
  ['https://x.org/a,b,w_300/p.jpg 300w,https://x.org/a,b,w_900/p.jpg 900w', 'https://x.org/a,b,w_900/p.jpg'],
  ['a.jpg,b.jpg 2x', 'a.jpg,b.jpg'],
  ['  only.jpg  ', 'only.jpg'],
  ['', undefined],
  [', ,', undefined],
])('the best of %j is %s', (srcset, best) => {
  expect(bestOfSrcset(srcset)).toBe(best);
});

test('pictures that load late are shown at their best size', async () => {
  const article = await articleOf(
    'p/a.md',
    '# T\n\nText of it.\n\n<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="late.jpg" alt="Late">\n\n<picture><source srcset="s.webp 1x, l.webp 2x"><img src="s.jpg" alt="Set"></picture>\n\n<img src="//cdn.example.org/x.png" width="20" height="20">',
  );
  expect(article.media.map(({ url }) => url)).toEqual([
    'inbox:p/late.jpg',
    'inbox:p/l.webp',
    'https://cdn.example.org/x.png',
  ]);
  expect(article.image).toMatchObject({ url: 'inbox:p/late.jpg', alt: 'Late', type: 'image/jpeg' });
});

test('bytes inside a document are taken out, once, with what they are', async () => {
  const picture = png(200, 160);
  const uri = `data:image/png;base64,${picture.toString('base64')}`;
  const bytes = new TextEncoder().encode(
    `# T\n\nText of it. ![One](${uri})\n\n![Two](${uri})\n\n![Bad](data:text/html;base64,PGI+)`,
  );
  const { articles, embedded } = await normalizeUpload({ key: 'a.md', bytes }, site);
  expect(embedded).toHaveLength(1);
  expect(embedded[0]).toMatchObject({
    type: 'image/png',
    width: 200,
    height: 160,
    bytes: picture.length,
    url: expect.stringMatching(/^embedded:[0-9a-f]{64}\.png$/),
  });
  expect(Buffer.from(embedded[0]?.content ?? [])).toEqual(picture);
  expect(articles[0]?.media).toEqual([
    expect.objectContaining({ url: embedded[0]?.url, alt: 'One', width: 200 }),
  ]);
  expect(articles[0]?.content.html).not.toContain('src="data:');
});
