import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalize } from '../../../shared/article/normalize.ts';
import { articleSchema } from '../../../shared/article/schema.ts';
import { RejectedUploadError } from '../../../shared/errors.ts';
import { tagSoup } from './support/html-arbitrary.ts';
import { site } from './support/site.ts';

const endings = ['txt', 'md', 'html', 'json', 'xml', 'docx', 'jpg', 'gz', 'rtf', 'mdx', ''];
const keys = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('a', 'News/b', 'x/../y', ' ', '%20', 'ü/ß', '2024-01-02-c', 'index'),
      fc.constantFrom(...endings),
    )
    .map(([name, ending]) => `${name}.${ending}`),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
);

/** Starts of formats, so that random bytes get past the first gate. */
const starts = fc.constantFrom(
  '', '---\ntitle: x\n', '---\n', '+++\n', '{"title":"x","content":{"html":"', '{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_text":"',
  '<?xml version="1.0"?>', '<rss><channel><item><title>', '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>', '<nitf><body>', '<!doctype html><p>',
  'Title: x\nDate: ', 'PK\u0003\u0004', '# x\n\n', '\ufeff', 'Subject: a\n\n', '<newsMessage><itemSet>', '{"uri":"x","headline":"y","body_xhtml":"',
); // biome-ignore format: a list reads better in lines
const ends = fc.constantFrom(
  '',
  '"}',
  '"}]}',
  '</title></item></channel></rss>',
  '\n---\nText.',
  '\n\nText here.',
  '</body></nitf>',
);

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  tagSoup,
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.tuple(starts, texts, ends).map((parts) => new TextEncoder().encode(parts.join(''))),
  texts.map((text) => gzipSync(text)),
  texts.map((text) => Buffer.from(text, 'utf16le')),
);
const contentTypes = fc.constantFrom(
  undefined,
  '',
  'text/html; charset=gbk',
  'text/markdown',
  'application/json',
  'text/plain;charset=x',
  ';;',
);

async function outcomeOf(key: string, bytes: Uint8Array, contentType: string | undefined): Promise<string> {
  try {
    const articles = await normalize({ key, bytes, contentType }, site);
    expect(articles.length).toBeGreaterThan(0);
    for (const article of articles) expect(articleSchema.parse(article)).toEqual(article);
    return JSON.stringify(articles);
  } catch (error) {
    if (!(error instanceof RejectedUploadError)) throw error;
    expect(error.code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(error.message).toMatch(/\.$/);
    return error.code;
  }
}

test('any bytes under any key make articles or a rejection, and the same ones each time', async () => {
  await fc.assert(
    fc.asyncProperty(keys, contents, contentTypes, async (key, bytes, contentType) => {
      expect(await outcomeOf(key, bytes, contentType)).toBe(await outcomeOf(key, bytes, contentType));
    }),
    { numRuns: 500 },
  );
});

test('nothing in an article would make XML malformed', async () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
  await fc.assert(
    fc.asyncProperty(keys, contents, async (key, bytes) => {
      const articles = await normalize({ key, bytes }, site).catch(() => []);
      for (const article of articles) {
        const strings: string[] = [];
        JSON.stringify(article, (_, value: unknown) => {
          if (typeof value === 'string') strings.push(value);
          return value;
        });
        for (const value of strings) {
          if (value === article.source.key) continue;
          expect(value.isWellFormed()).toBe(true);
          expect(value).not.toMatch(forbidden);
        }
      }
    }),
    { numRuns: 500 },
  );
});
