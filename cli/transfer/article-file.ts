import { posix } from 'node:path';
import { stringify } from 'yaml';
import { contentHash } from '../../shared/article/content-hash.ts';
import { keyOfInboxUrl } from '../../shared/article/media/inbox-url.ts';
import { type KnownMedia, resolveMedia } from '../../shared/article/media/resolve-media.ts';
import { normalizeUpload } from '../../shared/article/normalize.ts';
import type { Article } from '../../shared/article/schema.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import { mediaScheme } from '../../shared/media-names.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';

/** Kinds of files that hold one article: front matter, then the text as Markdown or as HTML. */
export type FileKind = 'md' | 'html';

/** Where an article's file and the media that it shows are, as upload keys. */
export interface FilePlace {
  key: string;
  /** Before the names of media: `media/`. */
  mediaFolder: string;
}

/** The article as a file that an upload can carry: all that is known of it is stated, addresses inside are relative. */
export function articleFile(article: Article, kind: FileKind, place: FilePlace): string {
  const { image } = article;
  const frontMatter = {
    id: article.id,
    title: article.title,
    slug: article.slug,
    summary: article.summary || undefined,
    authors: article.authors.length > 0 ? article.authors : undefined,
    section: article.section,
    tags: article.tags.length > 0 ? article.tags : undefined,
    language: article.language,
    published: article.published,
    updated: article.updated,
    embargo: article.embargo,
    draft: article.draft || undefined,
    pubstatus: article.status === 'usable' ? undefined : article.status,
    canonical: article.canonicalUrl,
    image: image && { url: relativeAddress(image.url, place), alt: image.alt },
  };
  const yaml = stringify(frontMatter, { lineWidth: 0 });
  return `---\n${yaml}---\n\n${bodyOf(article, kind, place).trim()}\n`;
}

function bodyOf({ content }: Article, kind: FileKind, place: FilePlace): string {
  if (kind === 'html') {
    return content.html.replaceAll(/ (src|poster)="([^"]*)"/g, (_, name: string, url: string) => {
      return ` ${name}="${relativeAddress(url, place)}"`;
    });
  }
  return content.markdown.replaceAll(/(\]\(<?)([a-z-]+:[^\s)>]*)/g, (_, before: string, url: string) => {
    return before + relativeAddress(url, place);
  });
}

/** An internal address as a path from the file; others as they are. */
function relativeAddress(url: string, place: FilePlace): string {
  const key = keyOfInboxUrl(url) ?? mediaKeyOf(url, place);
  if (key === undefined) return url;
  const path = posix.relative(posix.dirname(place.key), key);
  return path.split('/').map(encodeURIComponent).join('/');
}

const stored = new RegExp(`^(?:${mediaScheme}|embedded:)(.+)$`);

/** The key that a file of the store, or one from inside a document, has beside the article. */
function mediaKeyOf(url: string, { mediaFolder }: FilePlace): string | undefined {
  const name = stored.exec(url)?.[1];
  return name === undefined ? undefined : mediaFolder + name;
}

/** Names of the media that an article shows and that have to lie beside it. */
export function mediaNames(article: Article): string[] {
  const urls = [...article.media, ...(article.image ? [article.image] : [])].map(({ url }) => url);
  return [...new Set(urls.flatMap((url) => stored.exec(url)?.[1] ?? []))];
}

/** Whether a file becomes this article again, content and fields, once it and its media are uploaded. */
export async function becomes(
  article: Article,
  text: string,
  place: FilePlace,
  site: SiteSettings,
): Promise<boolean> {
  try {
    const upload = { key: place.key, bytes: Buffer.from(text) };
    const [again] = (await normalizeUpload(upload, site)).articles;
    return (
      again !== undefined && contentHash(resolveMedia(again, known(article, place))) === contentHash(article)
    );
  } catch (error) {
    if (error instanceof RejectedUploadError) return false;
    throw error;
  }
}

/** The media of an article by the addresses that its file gives them. */
function known(article: Article, place: FilePlace): Map<string, KnownMedia> {
  const all = [...article.media, ...(article.image ? [article.image] : [])];
  return new Map(
    all.flatMap(({ alt: _alt, ...media }) => {
      const key = mediaKeyOf(media.url, place);
      if (key === undefined) return [];
      return [[`inbox:${key.split('/').map(encodeURIComponent).join('/')}`, media] as const];
    }),
  );
}
