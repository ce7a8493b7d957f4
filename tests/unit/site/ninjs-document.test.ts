import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { normalizeUpload } from '../../../shared/article/normalize.ts';
import { goneDocument, movedDocument } from '../../../shared/site/gone-documents.ts';
import { renderNinjs } from '../../../shared/site/ninjs-document.ts';
import { hostileTexts } from '../../helpers/hostile-text.ts';
import { ninjsRules } from '../../helpers/ninjs-rules.ts';
import { publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const ajv = new Ajv2020.default({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(ninjsRules);

function valid(text: string) {
  const document = JSON.parse(text);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}

const image = {
  url: 'https://news.example/media/pier.png',
  kind: 'image' as const,
  type: 'image/png',
  width: 640,
  height: 480,
  bytes: 1234,
  alt: 'The pier at dawn',
};

describe('ninjs.json', () => {
  test('says what the article says, media with their type, size and dimensions', () => {
    const article = publishedArticle({ media: [image], canonicalUrl: 'https://elsewhere.example/a' });
    const document = valid(renderNinjs(article));
    expect(document).toMatchObject({
      uri: `urn:uuid:${article.id}`,
      firstCreated: article.published,
      versionCreated: article.updated,
      language: 'en',
      by: 'Mara Lindqvist',
      headlines: [{ value: 'The ferry returns' }],
      altIds: [
        { role: 'url', value: article.url },
        { role: 'canonical', value: 'https://elsewhere.example/a' },
      ],
    });
    expect(document.associations).toEqual([
      {
        name: 'media-1',
        uri: image.url,
        type: 'picture',
        descriptions: [{ role: 'alternative', contentType: 'text/plain', value: image.alt }],
        renditions: [
          {
            name: 'main',
            href: image.url,
            contentType: 'image/png',
            width: 640,
            height: 480,
            sizeInBytes: 1234,
          },
        ],
      },
    ]);
  });

  test.each(hostileTexts)('is valid whatever the texts hold: %j', (text) => {
    const article = publishedArticle({
      title: text,
      summary: text,
      tags: [text],
      media: [{ ...image, alt: text }],
    });
    valid(renderNinjs(article));
  });

  test('comes back as the same article when it is uploaded', async () => {
    const article = publishedArticle({ section: undefined });
    const upload = { key: 'news/returned.json', bytes: Buffer.from(renderNinjs(article)) };
    const { articles } = await normalizeUpload({ ...upload, contentType: 'application/json' }, site());
    expect(articles).toHaveLength(1);
    const { title, summary, authors, tags, language, published, content } = articles[0] ?? {};
    expect({ title, summary, authors, tags, language, published }).toEqual({
      title: article.title,
      summary: article.summary,
      authors: article.authors,
      tags: article.tags,
      language: article.language,
      published: article.published,
    });
    expect(content?.text).toBe(article.content.text);
  });

  test('of a withdrawn or moved article is ninjs too', () => {
    const { id } = publishedArticle();
    const gone = valid(goneDocument('ninjs.json', { id, site: site(), siteUrl }).body);
    expect(gone).toEqual({ uri: `urn:uuid:${id}`, pubStatus: 'canceled' });
    valid(movedDocument('ninjs.json', id, 'articles/2026/03/other-1a2b3c4d/').body);
  });
});
