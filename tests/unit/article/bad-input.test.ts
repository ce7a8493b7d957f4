import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { normalize } from '../../../shared/article/normalize.ts';
import { jpeg, png } from './support/pictures.ts';
import { articleOf, rejectionOf, site } from './support/site.ts';

const deep = /more than 100 lists and objects/;

describe('files that can’t become an article say why', () => {
  const sentence = 'A sentence that is long enough to be the text of an article. ';
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['empty.txt', '', 'empty-file', /empty/],
    ['blank.md', ' \n\t\n', 'empty-file', /white space/],
    ['empty.txt.gz', gzipSync(''), 'empty-file', /compressed/],
    ['huge.txt', sentence.repeat(50 * 1024 * 16), 'article-too-large', /\d+ MB.*Split/],
    ['photo.txt', jpeg(640, 480), 'binary-content', /a JPEG image.*\.jpg/],
    ['photo.html', png(10, 10), 'binary-content', /a PNG image/],
    ['report.txt', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'binary-content', /a PDF/],
    ['letter.docx', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'binary-content', /old Office document.*\.docx/],
    ['letter.docx', Buffer.from('504b0304140000000000', 'hex'), 'binary-content', /ZIP/],
    ['letter.docx', Buffer.from('PK\x03\x04 word/document.xml', 'latin1'), 'docx-broken', /Word/],
    [
      'noise.txt',
      Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 32),
      'binary-content',
      /not text/,
    ],
    ['half.txt.gz', gzipSync(sentence).subarray(0, 30), 'broken-gzip', /damaged/],
    ['broken.json', '{"id": 1,', 'json-broken', /JSON/],
    ['other.json', '{"name": "x", "version": "1.0.0"}', 'json-unknown', /ninjs/],
    ['other.xml', '<?xml version="1.0"?><catalog><item/></catalog>', 'xml-unknown', /<catalog>/],
    ['broken.xml', '<rss><channel><item></channel></rss>', 'xml-broken', /1:\d+/],
    ['empty.xml', '<rss version="2.0"><channel><title>x</title></channel></rss>', 'feed-empty', /entries/],
    ['pictures.html', '<html><body><script>x</script></body></html>', 'empty-article', /no text/],
    ['a.md', '---\ntitle: [unclosed\n---\nText', 'front-matter-broken', /YAML/],
    [
      'a.md',
      '---\ntitle: x\ndate: yesterday\n---\nText',
      'front-matter-invalid',
      /date: yesterday.*2026-01-31/,
    ],
    [
      'a.md',
      `---\ntitle: T\nx: ${'['.repeat(4000)}${']'.repeat(4000)}\n---\nText`,
      'front-matter-broken',
      deep,
    ],
    ['a.md', `---\ntitle: T\nx: ${'{a: '.repeat(9000)}\n---\nText`, 'front-matter-broken', /100|YAML/],
    ['a.md', `---\ntitle: T\nx:\n${'- '.repeat(9000)}1\n---\nText`, 'front-matter-broken', deep],
    ['a.md', `+++\ntitle = ${'['.repeat(500)}${']'.repeat(500)}\n+++\nText`, 'front-matter-broken', deep],
    ['a.md', `{\n"title": ${'['.repeat(20_000)}${']'.repeat(20_000)}\n}\nText`, 'front-matter-broken', deep],
    ['a.md', '---\ntitle: &a [*a]\n---\nText', 'front-matter-invalid', /title: a value inside itself/],
    [
      'a.md',
      `---\ntitle: T\n${'notes: many words\n'.repeat(5000)}---\nText`,
      'front-matter-broken',
      /longer than 64 KB/,
    ],
    [
      'a.txt',
      `+++\ntitle = "T"\n${'# many words\n'.repeat(9000)}+++\nText`,
      'front-matter-broken',
      /longer than 64 KB/,
    ],
    [
      'a.md',
      `{\n"title": "T",\n"x": "${'many words '.repeat(9000)}"\n}\nText`,
      'front-matter-broken',
      /longer than 64 KB/,
    ],
    ['a.md', '---\ntitle: {a: b}\n---\nText', 'front-matter-invalid', /title/],
    ['a.md', '---\ntitle: x\ndraft: maybe\n---\nText', 'front-matter-invalid', /draft: maybe.*true or false/],
    ['a.md', '---\ntitle: x\ncanonical: /here\n---\nText', 'front-matter-invalid', /canonical/],
    ['a.md', '---\ntitle: x\nauthors: 7\n---\nText', 'front-matter-invalid', /authors/],
    [
      'a.json',
      '{"id":"urn:x","title":"T","content_text":"t","date_published":"soon"}',
      'date-invalid',
      /"soon" as date_published/,
    ],
  ])('%s: %#', async (key, content, code, message) => {
    const rejection = await rejectionOf(key, content);
    expect(rejection.code).toBe(code);
    expect(rejection.message).toMatch(message);
  });
});

test('a long text that begins with a rule is no front matter', async () => {
  const text = `---\n\nThe ferry left at seven: nobody saw it.\n\n${'Nobody at all. '.repeat(6000)}\n\n---\n\nThe end.\n`;
  const { content } = await articleOf('a.md', text);
  expect(content.text).toMatch(/^The ferry left/);
});

test('invalid UTF-8 loses the broken bytes, not the article', async () => {
  const text = Buffer.from(
    'Ein Titel für heute\n\nÄpfel und Öl gibt es über der Straße, für alle, die früh aufstehen und grüßen.\n',
  );
  const broken = Buffer.concat([text, Buffer.from([0xff, 0xc3]), Buffer.from(' Ende gut, schöne Grüße.\n')]);
  const article = await articleOf('a.txt', broken);
  expect(article.content.text).toContain('Äpfel und Öl');
  expect(article.content.text).toContain('schöne Grüße');
});

test.each([
  'with space.txt',
  'plus+sign.txt',
  'per%cent.txt',
  '100%.txt',
  'emoji 🙂.txt',
  '../up.txt',
  '../../',
  './a//b.txt',
  '/absolute.txt',
  'no-ending',
  `${'k'.repeat(1020)}.txt`,
  'ünïcode/ß.txt',
  'a\\b.txt',
  'new\nline.txt',
  '.hidden',
  'a/.md',
  '%2e%2e/x.txt',
  '\u202egnp.txt',
  'quo\'te".txt',
  '<b>.txt',
  'a?b#c.txt',
])('key %j names an article', async (key) => {
  const article = await articleOf(
    key,
    'A title\n\nA text that is long enough to be one, with a second clause.\n',
  );
  expect(article).toMatchObject({ title: 'A title', source: { key } });
  expect(article.slug).toMatch(/^[\p{L}\p{N}\p{M}-]+$/u);
  expect(article.section ?? 'x').not.toMatch(/^\.*$/);
});

test('the outcome depends on key, bytes, type and site only', async () => {
  const upload = { key: 'News/a.md', bytes: new TextEncoder().encode('# T\n\nText of it.') };
  expect(await normalize(upload, site)).toEqual(await normalize({ ...upload }, { ...site }));
});
