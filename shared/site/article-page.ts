import type { PublishedArticle } from '../article/schema.ts';
import { type FeedEntry, feedEntry } from '../feeds/entry.ts';
import { feedsOf } from '../feeds/feed-id.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import type { SiteSettings } from '../site-settings.ts';
import { attributes, type Html, html, trusted } from './html.ts';
import { articleJsonLd } from './json-ld.ts';
import { directionOf, longDate } from './language.ts';
import { renderPage } from './layout.ts';
import { openGraph } from './open-graph.ts';
import { type Phrases, phrasesFor } from './phrases.ts';

/** The page of one article. */
export function renderArticlePage(article: PublishedArticle, site: SiteSettings, siteUrl: string): string {
  const entry = feedEntry(article);
  const phrases = phrasesFor(site.language);
  const canonical = entry.canonicalUrl ?? entry.url;
  return renderPage({
    site,
    siteUrl,
    phrases,
    title: `${entry.title} – ${cleanLine(site.title)}`,
    description: entry.summary,
    language: entry.language,
    direction: article.direction,
    canonical,
    feeds: [{ feed: 'all', title: cleanLine(site.title) }],
    head: [
      html`<link rel="alternate" type="application/json" href="${entry.jsonUrl}">\n<link rel="alternate" type="text/markdown" href="${entry.markdownUrl}">\n`,
      ...openGraph({
        type: 'article',
        title: entry.title,
        description: entry.summary,
        url: entry.url,
        siteName: site.title,
        language: entry.language,
        image: entry.image,
        published: entry.published,
        updated: entry.updated,
        section: entry.section,
        tags: entry.tags,
      }),
      articleJsonLd(article, entry, site, siteUrl),
    ],
    main: html`<article data-entry="${entry.id}">
<header>${kicker(article, siteUrl)}<h1>${entry.title}</h1>
${entry.summary && html`<p class="standfirst">${entry.summary}</p>`}
${byline(article, entry, site, phrases)}</header>
${leadImage(entry)}<div class="body">${trusted(entry.body)}</div>
${articleFooter(article, entry, siteUrl, phrases)}</article>`,
  });
}

function kicker(article: PublishedArticle, siteUrl: string): Html | undefined {
  const section = feedsOf(article).find(({ feed }) => feed.startsWith('sections/'));
  return (
    section &&
    html`<p class="kicker"><a href="${headAddress(siteUrl, section.feed)}">${cleanLine(section.label)}</a></p>`
  );
}

function byline(article: PublishedArticle, entry: FeedEntry, site: SiteSettings, phrases: Phrases): Html {
  const date = (instant: string) =>
    html`<time datetime="${instant}">${longDate(instant, entry.language, site.timeZone)}</time>`;
  const corrected =
    longDate(entry.updated, entry.language, site.timeZone) !==
    longDate(entry.published, entry.language, site.timeZone);
  const chrome = attributes({ lang: phrases.language, dir: directionOf(phrases.language) });
  return html`<p class="meta">${entry.authors.length > 0 && html`${entry.authors.map(({ name }) => name).join(', ')} · `}${date(entry.published)}${corrected && html` · <span${chrome}>${phrases.updated}</span> ${date(entry.updated)}`} · <span${chrome}>${phrases.minutes(article.readingMinutes)}</span></p>`;
}

/** The lead image, unless the body shows it already. */
function leadImage({ image, body }: FeedEntry): Html | undefined {
  if (image === undefined || image.kind !== 'image') return undefined;
  if (body.includes(image.url) || body.includes(image.url.replaceAll('&', '&amp;'))) return undefined;
  const { url: src, width, height, alt = '' } = image;
  return html`<img class="lead"${attributes({ src, alt, width, height })}>\n`;
}

function articleFooter(article: PublishedArticle, entry: FeedEntry, siteUrl: string, phrases: Phrases): Html {
  const tags = feedsOf(article).filter(({ feed }) => feed.startsWith('tags/'));
  const chrome = attributes({ lang: phrases.language, dir: directionOf(phrases.language) });
  return html`<footer>${tags.length > 0 && html`<ul class="tags">${tags.map(({ feed, label }) => html`<li><a rel="tag" href="${headAddress(siteUrl, feed)}">${cleanLine(label)}</a></li>`)}</ul>`}
<p${chrome}>${entry.canonicalUrl !== undefined && html`${phrases.firstPublishedAt} <a href="${entry.canonicalUrl}">${new URL(entry.canonicalUrl).hostname}</a>. `}${phrases.otherForms} <a href="${entry.jsonUrl}">JSON</a>, <a href="${entry.markdownUrl}">Markdown</a></p></footer>
`;
}
