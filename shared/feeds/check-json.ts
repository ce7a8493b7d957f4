import { publishedArticleSchema } from '../article/schema.ts';
import { OutputCheckError } from '../errors.ts';
import * as z from '../zod.ts';
import { compareIds } from './check-ids.ts';

/** What JSON Feed 1.1 requires and readers rely on; dates are checked where the article was. */
const feedSchema = z.looseObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().check(z.minLength(1)),
  home_page_url: z.url(),
  feed_url: z.url(),
  next_url: z.optional(z.url()),
  items: z.array(
    z
      .looseObject({
        id: z.string(),
        url: z.url(),
        content_html: z.optional(z.string()),
        content_text: z.optional(z.string()),
      })
      .check(
        z.refine(
          (item) => item.content_html !== undefined || item.content_text !== undefined,
          'has no content_html and no content_text',
        ),
      ),
  ),
});

/** @throws OutputCheckError unless the text is a JSON Feed that holds exactly these entries, in this order. */
export function checkFeedJson(text: string, expectedIds: readonly string[]): void {
  const feed = parse('feed.json', text, feedSchema);
  compareIds(
    'feed.json',
    feed.items.map(({ id }) => id),
    expectedIds,
  );
}

/** @throws OutputCheckError unless the text is this one article, by its schema. */
export function checkArticleJson(text: string, expectedIds: readonly string[]): void {
  const article = parse('article.json', text, publishedArticleSchema);
  compareIds('article.json', [`urn:uuid:${article.id}`], expectedIds);
}

/** What ninjs 3.0 requires, and what this site's documents always say beside it. */
const ninjsSchema = z.looseObject({
  uri: z.string(),
  type: z.literal('text'),
  pubStatus: z.literal('usable'),
  versionCreated: z.iso.datetime(),
  headlines: z.array(z.looseObject({ value: z.string().check(z.minLength(1)) })).check(z.minLength(1)),
  bodies: z.array(z.looseObject({ value: z.string() })).check(z.minLength(1)),
  associations: z.optional(z.array(z.looseObject({ uri: z.url(), name: z.string() }))),
});

/** @throws OutputCheckError unless the text is this one article as ninjs. */
export function checkNinjs(text: string, expectedIds: readonly string[]): void {
  compareIds('ninjs.json', [parse('ninjs.json', text, ninjsSchema).uri], expectedIds);
}

function parse<T>(name: string, text: string, schema: z.ZodMiniType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new OutputCheckError('output-not-well-formed', `${name} is not JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OutputCheckError('output-invalid', `${name} is not valid:\n${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}
