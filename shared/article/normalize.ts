import { RejectedUploadError } from '../errors.ts';
import type { SiteSettings } from '../site-settings.ts';
import { articleTooLong } from './body/limits.ts';
import { cleanCharacters, isClean } from './clean-characters.ts';
import { decode } from './decode.ts';
import { detectBinary, refuseBrokenMedia } from './detect-format.ts';
import { finishArticle } from './finish-article.ts';
import { textFormats } from './formats/formats.ts';
import { text as plainText } from './formats/text.ts';
import type { EmbeddedMedia } from './media/embedded-media.ts';
import { extensionOf } from './media/sniff.ts';
import type { ParseContext, ParsedDocument } from './parsed-document.ts';
import type { Article } from './schema.ts';
import { unpack } from './unpack.ts';

/** A file as it was put into the inbox. */
export interface Upload {
  key: string;
  bytes: Uint8Array;
  /** Media type it was sent with. */
  contentType?: string;
}

/** What one upload becomes. */
export interface NormalizedUpload {
  /** One, or as many as a feed or export holds; never none. */
  articles: Article[];
  /** Files that came inside the document; articles name them by their `embedded:` addresses. */
  embedded: EmbeddedMedia[];
  /** Entries of a feed or export that make no article, and why; the others are not kept back for them. */
  skipped: { title: string; reason: RejectedUploadError }[];
}

/**
 * Turns an upload into articles. Pure in its arguments.
 * @throws RejectedUploadError with a stable code and a sentence for the uploader; nothing else
 */
export async function normalize(upload: Upload, site: SiteSettings): Promise<Article[]> {
  return (await normalizeUpload(upload, site)).articles;
}

/** As `normalize`, with the files that came inside the document. */
export async function normalizeUpload(upload: Upload, site: SiteSettings): Promise<NormalizedUpload> {
  const { name, bytes } = await unpack(upload.key, upload.bytes);
  const context: ParseContext = { key: name, site };
  const { documents, charset } = await parse(bytes, upload, context);
  const embedded = new Map<string, EmbeddedMedia>();
  const articles = new Map<string, Article>();
  const skipped: NormalizedUpload['skipped'] = [];
  for (const document of documents) {
    const isOnly = documents.length === 1 && !document.isEntry;
    try {
      const article = await finishArticle(document, {
        ...context,
        key: upload.key,
        charset,
        bytes: bytes.length,
        isOnly,
        embedded,
      });
      // Feeds list the newest first: an older entry under the same id is outdated.
      if (!articles.has(article.id)) articles.set(article.id, article);
    } catch (error) {
      if (!(error instanceof RejectedUploadError)) throw error;
      skipped.push({ title: document.title?.value ?? '', reason: error });
    }
  }
  if (articles.size === 0 && skipped[0]) throw skipped[0].reason;
  return { articles: [...articles.values()], embedded: usedBy([...articles.values()], embedded), skipped };
}

interface Parsed {
  documents: ParsedDocument[];
  /** Absent for binary formats. */
  charset?: string;
}

async function parse(bytes: Uint8Array, upload: Upload, context: ParseContext): Promise<Parsed> {
  if (bytes.length > 0) refuseBrokenMedia(context.key);
  if (detectBinary(bytes) === 'docx') {
    const { parseDocx } = await import('./formats/docx.ts');
    return { documents: parseDocx(bytes, context) };
  }
  const { text, charset } = decode(bytes, upload.contentType);
  return { documents: await parseText(text, upload, context), charset };
}

/** NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR: ends of lines in plain text, characters like others elsewhere. */
const lineSeparators = /[\u0085\u2028\u2029]/g;

async function parseText(decoded: string, upload: Upload, context: ParseContext): Promise<ParsedDocument[]> {
  const mediaType = upload.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const soonClean = decoded.length <= longestCleanedSoon ? cleanMarkup(decoded) : undefined;
  const hints = {
    text: soonClean === undefined ? cleanMarkup(sampleOf(decoded)) : sampleOf(soonClean),
    extension: extensionOf(context.key),
    mediaType,
  };
  const format = textFormats.find((candidate) => candidate.recognizes(hints)) ?? plainText;
  // Before any work that grows with its length.
  if (decoded.length > (format.longest ?? decoded.length)) throw articleTooLong(decoded.length);
  const text = format === plainText ? cleanCharacters(decoded) : (soonClean ?? cleanMarkup(decoded));
  if (!/\S/.test(text)) {
    throw new RejectedUploadError('empty-file', 'The file holds nothing but white space.');
  }
  return format.parse(text, context);
}

/** Longer texts are sampled first, since a format may refuse them. */
const longestCleanedSoon = 2_000_000;

/** Inside a JSON string or a value of front matter a line end would be an error. */
const cleanMarkup = (text: string): string =>
  isClean(text) ? text : cleanCharacters(text.replace(lineSeparators, ' '));

/** A format shows at the start and the end of a document. */
function sampleOf(text: string): string {
  return text.length <= 200_000 ? text : text.slice(0, 180_000) + text.slice(-20_000);
}

function usedBy(articles: Article[], embedded: Map<string, EmbeddedMedia>): EmbeddedMedia[] {
  const used = new Set(articles.flatMap(({ media }) => media.map(({ url }) => url)));
  return [...embedded.values()].filter(({ url }) => used.has(url));
}
