import type { Media, PublishedArticle } from '../article/schema.ts';
import { webAddress } from '../feeds/addresses.ts';
import { feedEntry } from '../feeds/entry.ts';
import { absoluteBody } from '../feeds/entry-body.ts';
import { cleanText } from '../feeds/plain-text.ts';
import { writeFrontMatter } from './front-matter.ts';

/** `article.json`: the article by its published schema, without media that never arrived. */
export function renderArticleJson(article: PublishedArticle): string {
  const { image, ...rest } = article;
  const document: PublishedArticle = {
    ...rest,
    ...(image && usable(image) ? { image } : {}),
    media: article.media.filter(usable),
    content: {
      html: absoluteBody(article.content.html, article.url),
      markdown: withoutInbox(article.content.markdown),
      text: article.content.text,
    },
  };
  return `${JSON.stringify(document, (_, value) => (typeof value === 'string' ? cleanText(value) : value))}\n`;
}

/** `article.md`: front matter that an upload could carry again, then the text as Markdown. */
export function renderArticleMarkdown(article: PublishedArticle): string {
  const entry = feedEntry(article);
  const frontMatter = {
    id: article.id,
    title: entry.title,
    summary: entry.summary || undefined,
    authors: entry.authors.map(({ name, url }) => (url ? { name, url } : name)),
    section: entry.section,
    tags: entry.tags,
    language: entry.language,
    published: entry.published,
    updated: entry.updated,
    url: entry.url,
    canonical: entry.canonicalUrl,
    image: entry.image?.url,
  };
  return `${writeFrontMatter(frontMatter)}\n${withoutInbox(cleanText(article.content.markdown)).trim()}\n`;
}

const usable = (medium: Media): boolean => webAddress(medium.url) !== undefined;

/** A link or image to an upload that never arrived, in Markdown, becomes its text. */
const inboxReference = /!?\[([^\]]*)\]\(\s*<?inbox:(?:[^()\s>]|\([^()\s]*\))*>?(?:\s+"[^"]*")?\s*\)/g;

const withoutInbox = (markdown: string): string => markdown.replace(inboxReference, '$1');
