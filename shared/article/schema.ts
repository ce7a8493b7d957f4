import * as z from '../zod.ts';
import { mediaSchema } from './media-schema.ts';

export type { Media } from './media-schema.ts';

const instant = z.described(z.iso.datetime(), 'UTC, ISO 8601 with milliseconds: 2026-01-31T08:00:00.000Z');

/** A person or organisation that wrote an article. */
export const authorSchema = z.strictObject({
  name: z.string().check(z.minLength(1)),
  url: z.optional(z.url()),
});
export type Author = z.infer<typeof authorSchema>;

/** The provenance of a summary that nobody stated. */
export const summaryMadeFromText = 'first sentences of the text';

/** What a document was before it was normalized. */
export const sourceSchema = z.strictObject({
  key: z.described(z.string(), 'The upload key'),
  format: z.described(z.string(), 'text, markdown, html, docx, json-ninjs…'),
  charset: z.optional(z.string()),
  bytes: z.int().check(z.nonnegative()),
});

/**
 * The normalized article: what every input format becomes and every output is made from.
 * Pure in the document and its upload key: nothing here depends on when or how often it was processed.
 */
export const articleSchema = z.strictObject({
  id: z.described(
    z.uuid(),
    'Stable identity: from the id the document states, else from the upload key (UUIDv5)',
  ),
  slug: z.described(
    z.string().check(z.minLength(1)),
    'Readable part of the URL: stated, else from the file name, else the title',
  ),
  title: z.string().check(z.minLength(1)),
  summary: z.described(
    z.string(),
    'The standfirst as stated, else the first sentences of the text; plain text',
  ),
  authors: z.array(authorSchema),
  section: z.described(z.optional(z.string()), 'As stated, else the first folder of the upload key'),
  tags: z.array(z.string()),
  language: z.described(z.string(), 'BCP 47: stated, else detected, else the site default'),
  direction: z.enum(['ltr', 'rtl']),
  published: z.described(z.optional(instant), 'As the document states it; absent when it states none'),
  updated: z.described(z.optional(instant), 'As the document states it; absent when it states none'),
  embargo: z.described(z.optional(instant), 'Not to be shown before this time'),
  draft: z.boolean(),
  status: z.described(z.enum(['usable', 'withheld', 'canceled']), 'pubstatus of IPTC ninjs'),
  canonicalUrl: z.described(z.optional(z.url()), 'Where the article was published first'),
  image: z.described(z.optional(mediaSchema), 'The lead image'),
  media: z.described(z.array(mediaSchema), 'Everything the content shows, in order, the lead image included'),
  content: z.strictObject({
    html: z.described(z.string(), 'Sanitized fragment, without the title'),
    markdown: z.string(),
    text: z.described(z.string(), 'Plain text, a blank line between blocks'),
  }),
  wordCount: z.int().check(z.nonnegative()),
  readingMinutes: z.int().check(z.positive()),
  source: sourceSchema,
  provenance: z.described(
    z.record(z.string(), z.string()),
    'For each field that was found or made: where from, such as `front matter: date`',
  ),
});
export type Article = z.infer<typeof articleSchema>;

/** An article as it stands on the site: dates settled, address minted. The schema at /schema/article.v1.json. */
export const publishedArticleSchema = z.extend(articleSchema, {
  url: z.described(z.url(), 'Its page on this site; ends with a slash'),
  published: instant,
  updated: instant,
});
export type PublishedArticle = z.infer<typeof publishedArticleSchema>;
