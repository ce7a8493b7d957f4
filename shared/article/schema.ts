import * as z from 'zod';

const instant = z.iso.datetime().describe('UTC, ISO 8601 with milliseconds: 2026-01-31T08:00:00.000Z');

/** A person or organisation that wrote an article. */
export const authorSchema = z.strictObject({ name: z.string().min(1), url: z.url().optional() });
export type Author = z.infer<typeof authorSchema>;

/** An image, sound or film that an article shows. */
export const mediaSchema = z.strictObject({
  url: z
    .string()
    .describe('Absolute; or `inbox:<key>` (percent-encoded) while it names an upload beside the article'),
  kind: z.enum(['image', 'audio', 'video']),
  type: z.string().optional().describe('Media type, such as image/jpeg'),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  bytes: z.int().nonnegative().optional(),
  alt: z.string().optional(),
});
export type Media = z.infer<typeof mediaSchema>;

/** The provenance of a summary that nobody stated. */
export const summaryMadeFromText = 'first sentences of the text';

/** What a document was before it was normalized. */
export const sourceSchema = z.strictObject({
  key: z.string().describe('The upload key'),
  format: z.string().describe('text, markdown, html, docx, json-ninjs…'),
  charset: z.string().optional(),
  bytes: z.int().nonnegative(),
});

/**
 * The normalized article: what every input format becomes and every output is made from.
 * Pure in the document and its upload key: nothing here depends on when or how often it was processed.
 */
export const articleSchema = z.strictObject({
  id: z
    .uuid()
    .describe('Stable identity: from the id the document states, else from the upload key (UUIDv5)'),
  slug: z
    .string()
    .min(1)
    .describe('Readable part of the URL: stated, else from the file name, else the title'),
  title: z.string().min(1),
  summary: z.string().describe('The standfirst as stated, else the first sentences of the text; plain text'),
  authors: z.array(authorSchema),
  section: z.string().optional().describe('As stated, else the first folder of the upload key'),
  tags: z.array(z.string()),
  language: z.string().describe('BCP 47: stated, else detected, else the site default'),
  direction: z.enum(['ltr', 'rtl']),
  published: instant.optional().describe('As the document states it; absent when it states none'),
  updated: instant.optional().describe('As the document states it; absent when it states none'),
  embargo: instant.optional().describe('Not to be shown before this time'),
  draft: z.boolean(),
  status: z.enum(['usable', 'withheld', 'canceled']).describe('pubstatus of IPTC ninjs'),
  canonicalUrl: z.url().optional().describe('Where the article was published first'),
  image: mediaSchema.optional().describe('The lead image'),
  media: z.array(mediaSchema).describe('Everything the content shows, in order, the lead image included'),
  content: z.strictObject({
    html: z.string().describe('Sanitized fragment, without the title'),
    markdown: z.string(),
    text: z.string().describe('Plain text, a blank line between blocks'),
  }),
  wordCount: z.int().nonnegative(),
  readingMinutes: z.int().positive(),
  source: sourceSchema,
  provenance: z
    .record(z.string(), z.string())
    .describe('For each field that was found or made: where from, such as `front matter: date`'),
});
export type Article = z.infer<typeof articleSchema>;

/** An article as it stands on the site: dates settled, address minted. The schema at /schema/article.v1.json. */
export const publishedArticleSchema = articleSchema.extend({
  url: z.url().describe('Its page on this site; ends with a slash'),
  published: instant,
  updated: instant,
});
export type PublishedArticle = z.infer<typeof publishedArticleSchema>;
