import { RejectedUploadError } from '../errors.ts';
import type { SiteSettings } from '../site-settings.ts';
import { cleanCharacters } from './clean-characters.ts';
import { decode } from './decode.ts';
import { detectBinary } from './detect-format.ts';
import { finishArticle } from './finish-article.ts';
import { textFormats } from './formats/formats.ts';
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
  const isOnly = documents.length === 1;
  const articles = documents.map((document) =>
    finishArticle(document, { ...context, key: upload.key, charset, bytes: bytes.length, isOnly, embedded }),
  );
  return { articles, embedded: usedBy(articles, embedded) };
}

interface Parsed {
  documents: ParsedDocument[];
  /** Absent for binary formats. */
  charset?: string;
}

async function parse(bytes: Uint8Array, upload: Upload, context: ParseContext): Promise<Parsed> {
  if (detectBinary(bytes) === 'docx') {
    const { parseDocx } = await import('./formats/docx.ts');
    return { documents: await parseDocx(bytes, context) };
  }
  const { text, charset } = decode(bytes, upload.contentType);
  return { documents: await parseText(cleanCharacters(text), upload, context), charset };
}

async function parseText(text: string, upload: Upload, context: ParseContext): Promise<ParsedDocument[]> {
  if (text.trim() === '') {
    throw new RejectedUploadError('empty-file', 'The file holds nothing but white space.');
  }
  const mediaType = upload.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const hints = { text, extension: extensionOf(context.key), mediaType };
  const format = textFormats.find((candidate) => candidate.recognizes(hints));
  return (await format?.parse(text, context)) ?? [];
}

function usedBy(articles: Article[], embedded: Map<string, EmbeddedMedia>): EmbeddedMedia[] {
  const used = new Set(articles.flatMap(({ media }) => media.map(({ url }) => url)));
  return [...embedded.values()].filter(({ url }) => used.has(url));
}
