import { articleChangeSchema } from './catalog/article-change-schema.ts';
import * as z from './zod.ts';

/** One archive page of a feed: by where it starts, or where only that is known, by its name. */
const pageSchema = z.strictObject({
  feed: z.string(),
  start: z.union([
    z.strictObject({ month: z.string().check(z.regex(/^\d{4}-\d{2}$/)) }),
    z.strictObject({ id: z.uuid(), published: z.string() }),
    z.strictObject({ page: z.string().check(z.regex(/^\d{4}-\d{2}(-[0-9a-f]+)?$/)) }),
  ]),
});

const checkSchema = z.strictObject({
  article: z.uuid(),
  /** Its path, or where documents of it were found. */
  folder: z.string().check(z.regex(/^(canary\/)?articles\/[^/]+\/[^/]+\/[^/]+\/$/)),
});

/**
 * Body of a message in the publish queue: these may have changed, or may not be as they should. A hint; the publisher
 * looks for itself, and removes nothing but what the catalog, read then, does not call for.
 */
export const publishMessageSchema = z.strictObject({
  /** With every feed they stand or stood in. */
  articles: z._default(z.array(z.uuid()), []),
  /** Heads to look at, whatever their articles. */
  feeds: z._default(z.array(z.string()), []),
  /** Documents of articles, without their feeds. */
  checks: z._default(z.array(checkSchema), []),
  /** Archive pages, with the heads of their feeds. */
  pages: z._default(z.array(pageSchema), []),
  /** The documents of the site as a whole. */
  site: z._default(z.boolean(), false),
  /** Months of the sitemap, all parts. */
  sitemaps: z._default(z.array(z.string().check(z.regex(/^\d{4}-\d{2}$/))), []),
  /** The news sitemap. */
  news: z._default(z.boolean(), false),
  /** Keys of compressed copies that may be out of date. */
  copies: z._default(z.array(z.string()), []),
  /** Of the articles, for measuring only. */
  changes: z._default(z.array(articleChangeSchema), []),
});
export type PublishMessage = z.infer<typeof publishMessageSchema>;

/** What a message may hold; nothing is required. */
export type PublishHint = Partial<PublishMessage>;
