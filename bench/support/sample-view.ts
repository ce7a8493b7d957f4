import type { PublishedArticle } from '../../shared/article/schema.ts';
import type { FeedView } from '../../shared/feeds/feed-view.ts';
import { feedView, publishedArticle } from '../../tests/helpers/published-article.ts';
import { paragraphs, titleOf } from './articles.ts';

/** An article with a text of about so many bytes: paragraphs with a link each, a picture, two tags. */
export function longArticle(index: number, bytes: number): PublishedArticle {
  const all = paragraphs(index, bytes);
  const html = all
    .map((text, at) => `<p>${text} <a href="https://example.org/${index}/${at}">More &amp; more</a></p>`)
    .join('\n');
  const published = new Date(Date.UTC(2026, 5, 1) - index * 3_600_000).toISOString();
  return publishedArticle({
    slug: `article-${index}`,
    title: titleOf(index),
    summary: all[0]?.slice(0, 200) ?? '',
    published,
    updated: published,
    content: { html, markdown: all.join('\n\n'), text: all.join('\n\n') },
  });
}

/** A head of so many articles. */
export function headOf(entries: number, bytes: number): FeedView {
  return feedView({ entries: Array.from({ length: entries }, (_, index) => longArticle(index, bytes)) });
}

/** The same view of copies: renderers keep what they made of an article, and nothing is known of these. */
export function forgotten(view: FeedView): FeedView {
  return { ...view, entries: view.entries.map((article) => structuredClone(article)) };
}
