import { normalizeUpload } from '../../../../shared/article/normalize.ts';
import type { Article } from '../../../../shared/article/schema.ts';
import { RejectedUploadError } from '../../../../shared/errors.ts';
import { parseSiteSettings, type SiteSettings } from '../../../../shared/site-settings.ts';

/** A site in a zone with daylight saving time. */
export const site: SiteSettings = parseSiteSettings({
  title: 'The Test Gazette',
  language: 'en',
  timeZone: 'Europe/Berlin',
});

/** The articles that a file becomes. */
export async function articlesOf(
  key: string,
  content: string | Uint8Array,
  contentType?: string,
): Promise<Article[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return (await normalizeUpload({ key, bytes, contentType }, site)).articles;
}

/** The only article that a file becomes. */
export async function articleOf(
  key: string,
  content: string | Uint8Array,
  contentType?: string,
): Promise<Article> {
  const articles = await articlesOf(key, content, contentType);
  const [article] = articles;
  if (!article || articles.length !== 1) throw new Error(`${articles.length} articles instead of one`);
  return article;
}

/** Why a file is rejected. */
export async function rejectionOf(
  key: string,
  content: string | Uint8Array,
  contentType?: string,
): Promise<RejectedUploadError> {
  try {
    await articlesOf(key, content, contentType);
  } catch (error) {
    if (error instanceof RejectedUploadError) return error;
    throw error;
  }
  throw new Error('not rejected');
}
