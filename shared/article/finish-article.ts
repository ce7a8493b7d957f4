import { RejectedUploadError } from '../errors.ts';
import * as z from '../zod.ts';
import { type CleanBody, cleanBody } from './body/clean-body.ts';
import { articleTooLong, bodyLimits } from './body/limits.ts';
import type { LinkContext } from './body/resolve-links.ts';
import { toMarkdown } from './body/to-markdown.ts';
import { toText } from './body/to-text.ts';
import { cleanField } from './clean-characters.ts';
import { distinctAuthors, withUrl } from './derive/authors.ts';
import { directionOf } from './derive/direction.ts';
import { languageOf } from './derive/language.ts';
import { mediaOf } from './derive/media.ts';
import { bareName, isGenericName, slugOf } from './derive/slug.ts';
import { cutBetweenWords, firstSentences, summaryFrom } from './derive/summary.ts';
import { lengthOf } from './derive/words.ts';
import { articleId } from './identity.ts';
import type { EmbeddedMedia } from './media/embedded-media.ts';
import type { Found, ParseContext, ParsedDocument } from './parsed-document.ts';
import { type Article, articleSchema, summaryMadeFromText } from './schema.ts';

/** What the upload as a whole says about each article in it. */
export interface ArticleContext extends ParseContext {
  charset?: string;
  /** Bytes of the upload as it was read. */
  bytes: number;
  /** Whether the upload holds this article alone. */
  isOnly: boolean;
  /** Filled with files from inside the document. */
  embedded: Map<string, EmbeddedMedia>;
}

/**
 * Makes an article of a parsed document: body cleaned, everything derived that the document doesn't state, checked
 * against the schema.
 * @throws RejectedUploadError `empty-article`, `article-too-large`
 */
export async function finishArticle(document: ParsedDocument, context: ArticleContext): Promise<Article> {
  const { key, site } = context;
  if (document.html.length > bodyLimits.characters) throw articleTooLong(document.html.length);
  const links: LinkContext = {
    key,
    baseUrl: document.baseUrl,
    files: document.files,
    embedded: context.embedded,
  };
  const body = await cleanBody(document.html, cleanFound(document.title), links);
  const text = toText(body.nodes);
  const status = document.status ?? { value: 'usable' as const, from: '' };
  const { image, media } = mediaOf(body.nodes, document.image, links);
  if (text === '' && media.length === 0 && status.value !== 'canceled') {
    throw new RejectedUploadError('empty-article', 'The file holds no text that could be an article.');
  }
  const title = body.title ?? fallbackTitle(key, text, context.isOnly);
  const found: FoundFields = {
    id: { value: articleId(key, document.statedId?.value), from: document.statedId?.from ?? 'upload key' },
    slug: slugOf(cleanFound(document.slug), key, title.value, context.isOnly),
    title: { ...title, value: cutBetweenWords(title.value, maxTitleLength) },
    summary: summaryOf(cleanFound(document.summary), body.nodes, text),
    authors: cleanAuthors(document.authors),
    section: cleanFound(document.section) ?? sectionOf(key),
    tags: cleanTags(document.tags),
    language: languageOf(document.language, text, site.language),
    published: document.published,
    updated: document.updated,
    embargo: document.embargo,
    draft: document.draft,
    status: document.status,
    canonicalUrl: webAddress(document.canonicalUrl),
    image,
  };
  return checked({
    authors: [],
    tags: [],
    draft: false,
    status: 'usable',
    ...valuesOf(found),
    direction: directionOf(text),
    media,
    content: { html: body.html, markdown: toMarkdown(body.nodes), text },
    ...lengthOf(text),
    source: { key, format: document.format, charset: context.charset, bytes: context.bytes },
    provenance: provenanceOf(found),
  });
}

const maxTitleLength = 500;
const maxSummaryLength = 2000;

/** Fields of an article with where each comes from. */
type FoundFields = { [Field in keyof Article]?: Found<NonNullable<Article[Field]>> };

function valuesOf(found: FoundFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, field]) => (field ? [[name, field.value]] : [])),
  );
}

function provenanceOf(found: FoundFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, field]) => (field ? [[name, field.from]] : [])),
  );
}

/** A document that reaches this point and still fits no article is a defect of ours, which must not stop others. */
function checked(article: unknown): Article {
  const parsed = articleSchema.safeParse(article);
  if (parsed.success) return parsed.data;
  throw new RejectedUploadError(
    'article-invalid',
    `The file makes no valid article: ${z.prettifyError(parsed.error).slice(0, 300)}`,
    { cause: parsed.error },
  );
}

function cleanFound(found: Found<string> | undefined): Found<string> | undefined {
  const value = cleanField(found?.value);
  return found && value !== undefined ? { value, from: found.from } : undefined;
}

/** An address that people can open, in its normal form; a relative one names nothing. */
function webAddress(found: Found<string> | undefined): Found<string> | undefined {
  const url = URL.parse(found?.value.trim() ?? '');
  return found && url && /^https?:$/.test(url.protocol) ? { value: url.href, from: found.from } : undefined;
}

function cleanAuthors(found: ParsedDocument['authors']): ParsedDocument['authors'] {
  const authors = found?.value.flatMap(({ name, url }) => {
    const clean = cleanField(name);
    return clean === undefined ? [] : [withUrl(cutBetweenWords(clean, 200), url)];
  });
  return found && authors && authors.length > 0
    ? { value: distinctAuthors(authors), from: found.from }
    : undefined;
}

/** Each tag once, by its spelling without case. */
function cleanTags(found: Found<string[]> | undefined): Found<string[]> | undefined {
  const tags = new Map<string, string>();
  for (const tag of found?.value ?? []) {
    const clean = cleanField(tag)?.replace(/^#(?=\p{L})/u, '');
    if (clean && clean.length <= 100 && !tags.has(clean.toLowerCase())) tags.set(clean.toLowerCase(), clean);
  }
  return found && tags.size > 0 ? { value: [...tags.values()].slice(0, 100), from: found.from } : undefined;
}

function summaryOf(
  stated: Found<string> | undefined,
  nodes: CleanBody['nodes'],
  text: string,
): Found<string> {
  if (stated) return { ...stated, value: cutBetweenWords(stated.value, maxSummaryLength) };
  return { value: summaryFrom(nodes, text), from: summaryMadeFromText };
}

/** The first folder of the key. */
function sectionOf(key: string): Found<string> | undefined {
  const segments = key.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const folder = segments.length > 1 ? cleanField(segments[0]) : undefined;
  return folder === undefined ? undefined : { value: folder, from: 'folder of the upload key' };
}

/** Without a title in the document: words of the file name, else the first words of the text. */
function fallbackTitle(key: string, text: string, isOnly: boolean): Found<string> {
  const name = isOnly
    ? bareName(key.split('/').at(-1) ?? '')
        .replace(/[-_+\s]+/g, ' ')
        .trim()
    : '';
  const clean = cleanField(name);
  if (clean !== undefined && /\p{L}{3}/u.test(clean) && !isGenericName(clean)) {
    return { value: clean.charAt(0).toUpperCase() + clean.slice(1), from: 'file name' };
  }
  const words = cleanField(text.slice(0, 400));
  return words
    ? { value: firstSentences(words, 100), from: 'first words of the text' }
    : { value: 'Untitled', from: 'default' };
}
