import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contentHash } from '../../../shared/article/content-hash.ts';
import { articleJsonSchema } from '../../../shared/json-schemas.ts';
import { articleOf } from './support/site.ts';

const text = '---\ntitle: T\ntags: [a]\n---\nText of the article.';
const published = {
  url: 'https://example.org/articles/2026/01/t-00000000/',
  published: '2026-01-01T00:00:00.000Z',
  updated: '2026-01-01T00:00:00.000Z',
};

test('the JSON Schema takes articles and refuses what is none', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(articleJsonSchema());
  const article = { ...(await articleOf('a.md', text)), ...published };
  expect(validate(article)).toBe(true);
  expect(validate({ ...article, title: '' })).toBe(false);
  expect(validate({ ...article, extra: 1 })).toBe(false);
  expect(validate({ ...article, published: undefined })).toBe(false);
});

test('what this software publishes can be uploaded again', async () => {
  const article = await articleOf('News/a.md', text);
  const again = await articleOf('other.json', JSON.stringify({ ...article, ...published }));
  expect(again).toMatchObject({
    id: article.id,
    slug: article.slug,
    title: 'T',
    tags: ['a'],
    section: 'News',
    content: article.content,
  });
});

test('the content hash names content, not its way', async () => {
  const article = await articleOf('News/a.md', text);
  const hash = contentHash(article);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(contentHash(Object.fromEntries(Object.entries(article).reverse()) as typeof article)).toBe(hash);
  expect(contentHash({ ...article, source: { ...article.source, bytes: 1 }, provenance: {} })).toBe(hash);
  expect(contentHash({ ...article, embargo: undefined })).toBe(hash);
  expect(contentHash({ ...article, title: 'U' })).not.toBe(hash);
  expect(contentHash({ ...article, tags: [] })).not.toBe(hash);
});
