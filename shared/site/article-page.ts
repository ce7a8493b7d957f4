import { templates } from '../../templates/index.ts';
import { type PublishedArticle, summaryMadeFromText } from '../article/schema.ts';
import { pathOnSite } from '../feeds/addresses.ts';
import { type FeedEntry, feedEntry } from '../feeds/entry.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { ninjsType } from '../feeds/ninjs-type.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import type { SiteSettings } from '../site-settings.ts';
import { authorNames, feedsOfKind, kicker } from './bylines.ts';
import { attributes, type Html, html } from './html.ts';
import { articleJsonLd } from './json-ld.ts';
import { languageAttributes, longDate } from './language.ts';
import { renderPage } from './layout.ts';
import { neighbourLinks } from './neighbour-links.ts';
import { openGraph } from './open-graph.ts';
import { pageBody } from './page-body.ts';
import { type Phrases, phrasesFor } from './phrases.ts';
import type { ArticleView, NeighbourArticles, Templates } from './templates.ts';

/** Characters of a title from which on it is set smaller. */
const longTitle = 110;

/**
 * The page of one article. Pure: the same articles, settings and address give the same bytes.
 * @param neighbours the articles before and after it in the feed of everything, as far as their pages are there
 */
export function renderArticlePage(
  article: PublishedArticle,
  site: SiteSettings,
  siteUrl: string,
  neighbours: NeighbourArticles = {},
  own: Templates = templates,
): string {
  const entry = feedEntry(article);
  const phrases = phrasesFor(site.language);
  const view = { article, entry, neighbours, site, siteUrl, phrases };
  return renderPage(
    {
      site,
      siteUrl,
      phrases,
      title: `${entry.title} – ${cleanLine(site.title)}`,
      description: entry.summary,
      language: entry.language,
      direction: article.direction,
      canonical: entry.canonicalUrl ?? entry.url,
      kind: 'article',
      feeds: [
        { feed: 'all', title: cleanLine(site.title) },
        ...feedsOfKind(article, 'sections').map(({ feed, label }) => ({ feed, title: cleanLine(label) })),
      ],
      head: [
        html`<link rel="alternate" type="application/json" href="${entry.jsonUrl}">\n<link rel="alternate" type="text/markdown" href="${entry.markdownUrl}">\n<link rel="alternate" type="${ninjsType}" href="${entry.ninjsUrl}">\n`,
        ...openGraph({ ...entry, type: 'article', description: entry.summary, siteName: site.title }),
        articleJsonLd(article, entry, site, siteUrl),
      ],
      main: own.article ? own.article(view, articleMain) : articleMain(view),
    },
    own,
  );
}

function articleMain(view: ArticleView): Html {
  const { article, entry, site, siteUrl, phrases } = view;
  return html`<article class="article" data-entry="${entry.id}">
<header>
${kicker(article, siteUrl)}<h1${attributes({ class: entry.title.length > longTitle && 'long' })}>${entry.title}</h1>
${hasStandfirst(article, entry) && html`<p class="standfirst">${entry.summary}</p>\n`}${byline(article, entry, site, siteUrl, phrases)}
</header>
${leadImage(entry)}<div class="body">
${pageBody(entry, phrases)}
</div>
${articleFooter(article, entry, siteUrl, phrases)}
</article>
${neighbourLinks(view)}`;
}

/** A summary that was made from the text, or that the text begins with, would be read twice. */
function hasStandfirst(article: PublishedArticle, { summary }: FeedEntry): boolean {
  if (summary === '' || article.provenance.summary === summaryMadeFromText) return false;
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
  const start = letters(summary);
  return start === '' || !letters(article.content.text.slice(0, 2 * summary.length + 200)).startsWith(start);
}

function byline(
  article: PublishedArticle,
  entry: FeedEntry,
  site: SiteSettings,
  siteUrl: string,
  phrases: Phrases,
): Html {
  const date = (instant: string) => longDate(instant, entry.language, site.timeZone);
  const time = (instant: string) => html`<time datetime="${instant}">${date(instant)}</time>`;
  const chrome = attributes(languageAttributes(phrases.language, entry.language));
  const parts = [
    ...(entry.authors.length === 0 ? [] : [html`${authorNames(article, entry, siteUrl)}`]),
    time(entry.published),
    ...(date(entry.updated) === date(entry.published)
      ? []
      : [html`<span${chrome}>${phrases.updated}</span> ${time(entry.updated)}`]),
    html`<span${chrome}>${phrases.minutes(article.readingMinutes)}</span>`,
  ];
  return html`<p class="meta">${parts.map((part, index) => html`${index > 0 && ' · '}${part}`)}</p>`;
}

/** The lead image, unless the body shows it already. */
function leadImage({ image, body }: FeedEntry): Html | undefined {
  if (image?.kind !== 'image') return undefined;
  if (body.includes(image.url) || body.includes(image.url.replaceAll('&', '&amp;'))) return undefined;
  const { url: src, width, height, alt = '' } = image;
  return html`<img class="lead"${attributes({ src, alt, width, height })}>\n`;
}

function articleFooter(article: PublishedArticle, entry: FeedEntry, siteUrl: string, phrases: Phrases): Html {
  const tags = feedsOfKind(article, 'tags').map(
    ({ feed, label }) =>
      html`<li><a rel="tag" href="${pathOnSite(headAddress(siteUrl, feed), siteUrl)}"><bdi>${cleanLine(label)}</bdi></a></li>`,
  );
  const chrome = attributes(languageAttributes(phrases.language, entry.language));
  const original =
    entry.canonicalUrl !== undefined &&
    html`${phrases.firstPublishedAt} <a href="${entry.canonicalUrl}">${new URL(entry.canonicalUrl).hostname}</a>. `;
  return html`<footer>
${tags.length > 0 && html`<ul class="tags">${tags}</ul>\n`}<p class="forms"><span${chrome}>${original}${phrases.otherForms} <a href="${entry.jsonUrl}">JSON</a>, <a href="${entry.markdownUrl}">Markdown</a>, <a href="${entry.ninjsUrl}">ninjs</a></span></p>
</footer>`;
}
