import { type FeedEntry, feedEntry } from '../feeds/entry.ts';
import type { FeedRef } from '../feeds/feed-id.ts';
import {
  archiveAddress,
  type FeedView,
  feedLanguage,
  feedTitle,
  headAddress,
  ownAddress,
} from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { attributes, type Html, html } from './html.ts';
import { longDate } from './language.ts';
import { feedFormats, renderPage } from './layout.ts';
import { openGraph } from './open-graph.ts';
import { type Phrases, phrasesFor } from './phrases.ts';

/** A feed as people read it: the same entries as its other formats, the addresses to subscribe to, the way to the archive. */
export function renderFeedPage(view: FeedView): string {
  const { site, siteUrl, feed } = view;
  const language = feedLanguage(view);
  const phrases = phrasesFor(site.language);
  const isFront = feed.feed === 'all' && view.page === undefined;
  const title =
    cleanLine(feedTitle(view)) + (view.page === undefined ? '' : ` – ${phrases.archive} ${view.page}`);
  const description = cleanLine(site.description) || title;
  const canonical = ownAddress(view);
  const heading = feed.feed === 'all' ? cleanLine(site.title) : cleanLine(feed.label);
  return renderPage({
    site,
    siteUrl,
    phrases,
    title,
    description,
    language,
    canonical,
    isFront,
    feeds: [
      ...(feed.feed === 'all' ? [] : [{ feed: feed.feed, title: cleanLine(feedTitle(view)) }]),
      { feed: 'all', title: cleanLine(site.title) },
    ],
    head: openGraph({ type: 'website', title, description, url: canonical, siteName: site.title, language }),
    main: html`<div class="intro"><h1>${heading}</h1>
${feed.feed === 'all' && site.description && html`<p>${cleanLine(site.description)}</p>`}${view.page !== undefined && html`<p>${phrases.archive} ${view.page}</p>`}</div>
${view.entries.length === 0 ? html`<p>${phrases.nothingYet}</p>` : html`<div class="entries">${view.entries.map((article) => entryItem(feedEntry(article), article.direction, view))}</div>`}
${archiveNavigation(view, phrases)}
${subscription(view, phrases)}
${directory(view, phrases)}`,
  });
}

function entryItem(entry: FeedEntry, direction: 'ltr' | 'rtl', view: FeedView): Html {
  const { site } = view;
  return html`<article data-entry="${entry.id}"${attributes({ lang: entry.language, dir: direction })}>
${entry.section !== undefined && html`<p class="kicker">${entry.section}</p>`}
<h2><a href="${entry.url}">${entry.title}</a></h2>
${entry.summary && html`<p>${clip(entry.summary, 280)}</p>`}
<p class="meta"><time datetime="${entry.published}">${longDate(entry.published, entry.language, site.timeZone)}</time>${entry.authors.length > 0 && ` · ${entry.authors.map(({ name }) => name).join(', ')}`}</p>
</article>
`;
}

function archiveNavigation(view: FeedView, phrases: Phrases): Html | undefined {
  const { siteUrl, feed, previousArchive, nextArchive } = view;
  if (previousArchive === undefined && view.page === undefined) return undefined;
  const link = (rel: string, href: string, text: string) => html`<a rel="${rel}" href="${href}">${text}</a> `;
  return html`<nav class="pages" aria-label="${phrases.archive}">${[
    view.page !== undefined && link('up', headAddress(siteUrl, feed.feed), phrases.newest),
    nextArchive !== undefined && link('prev', archiveAddress(siteUrl, feed.feed, nextArchive), phrases.newer),
    previousArchive !== undefined &&
      link('next', archiveAddress(siteUrl, feed.feed, previousArchive), phrases.older),
  ]}</nav>`;
}

function subscription(view: FeedView, phrases: Phrases): Html {
  const rows = feedFormats.map(({ name, title }) => {
    const address = headAddress(view.siteUrl, view.feed.feed, name);
    return html`<dt><a href="${address}">${title}</a></dt><dd><code>${address}</code></dd>`;
  });
  return html`<section id="subscribe" aria-labelledby="subscribe-title"><h2 id="subscribe-title">${phrases.subscribe}</h2><p>${phrases.subscribeHint}</p><dl>${rows}</dl></section>`;
}

function directory(view: FeedView, phrases: Phrases): Html[] {
  if (view.directory === undefined) return [];
  const { sections, tags, authors, languages } = view.directory;
  const list = (title: string, id: string, feeds: FeedRef[]) =>
    feeds.length > 0 &&
    html`<nav aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${feeds.map(({ feed, label }) => html`<li><a href="${headAddress(view.siteUrl, feed)}" dir="auto">${cleanLine(label)}</a></li>`)}</ul></nav>`;
  return [
    html`<div class="directory">${[
      list(phrases.sections, 'sections', sections),
      list(phrases.tags, 'tags', tags),
      list(phrases.authors, 'authors', authors),
      list(phrases.languages, 'languages', languages),
    ]}</div>`,
  ];
}

/** The start of a text, cut at a word. @param most characters */
function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), most - 40)).toWellFormed()}…`;
}
