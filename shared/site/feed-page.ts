import type { PublishedArticle } from '../article/schema.ts';
import { pathOnSite } from '../feeds/addresses.ts';
import { feedEntry } from '../feeds/entry.ts';
import {
  archiveAddress,
  type FeedView,
  feedLabel,
  feedTitle,
  headAddress,
  ownAddress,
} from '../feeds/feed-view.ts';
import { publishedFormats } from '../feeds/formats.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { authorNames, kicker } from './bylines.ts';
import { attributes, type Html, html } from './html.ts';
import { languageAttributes, languageDirection, longDate, longMonth } from './language.ts';
import { renderPage } from './layout.ts';
import { openGraph } from './open-graph.ts';
import { type Phrases, phrasesFor } from './phrases.ts';

const feedKinds = ['sections', 'tags', 'authors', 'languages'] as const;
type FeedKind = (typeof feedKinds)[number];

/** Entries that are shown with summary and picture; a page stays small and easy to survey. */
const inFull = 12;

/** Characters of a summary that a list shows. */
const summaryLength = 220;

/** A feed as people read it: the same entries as in its other formats, the addresses to subscribe to, its archive. */
export function renderFeedPage(view: FeedView): string {
  const { site, siteUrl, feed } = view;
  const phrases = phrasesFor(site.language);
  const isFront = feed.feed === 'all' && view.page === undefined;
  const archive = view.page === undefined ? '' : `${phrases.archive}: ${archiveLabel(view.page, phrases)}`;
  const title = [archive, feedTitle(view)].filter(Boolean).join(' – ');
  const description = cleanLine(site.description);
  const url = ownAddress(view);
  return renderPage({
    site,
    siteUrl,
    phrases,
    title,
    description,
    language: site.language,
    canonical: url,
    isFront,
    feeds: [
      ...(feed.feed === 'all' ? [] : [{ feed: feed.feed, title: feedTitle(view) }]),
      { feed: 'all', title: cleanLine(site.title) },
    ],
    head: openGraph({
      type: 'website',
      title,
      description,
      url,
      siteName: site.title,
      language: site.language,
    }),
    main: html`${intro(view, isFront, archive, phrases)}
${list(view, 'sections', phrases, 'choice')}${entries(view, isFront, phrases)}
${archiveNavigation(view, phrases)}${subscription(view, phrases)}
${directory(view, phrases)}`,
  });
}

function intro(view: FeedView, isFront: boolean, archive: string, phrases: Phrases): Html {
  const { site, feed } = view;
  const kind = feedKinds.find((name) => feed.feed.startsWith(`${name}/`));
  const description = cleanLine(site.description);
  const chrome = chromeOf(view, phrases);
  return html`<div class="intro">
${kind && html`<p class="kicker"${chrome}>${phrases[kind]}</p>\n`}<h1 dir="auto">${kind ? feedLabel(feed) : cleanLine(site.title)}</h1>
${isFront && description && html`<p>${description}</p>\n`}${archive && html`<p${chrome}>${archive}</p>\n`}</div>`;
}

/** Marks what the page itself says, where it can't say it in the site's language. */
const chromeOf = ({ site }: FeedView, phrases: Phrases): Html =>
  attributes(languageAttributes(phrases.language, site.language));

function entries(view: FeedView, isFront: boolean, phrases: Phrases): Html {
  if (view.entries.length === 0) return html`<p${chromeOf(view, phrases)}>${phrases.nothingYet}</p>`;
  return html`<div class="${isFront ? 'entries front' : 'entries'}">
${view.entries.map((article, index) => listed(article, view, index >= inFull))}</div>`;
}

/** An entry as the list shows it: the newest with all there is to say, older ones with title and date. */
function listed(article: PublishedArticle, { site, siteUrl }: FeedView, isBrief: boolean): Html {
  const entry = feedEntry(article);
  const image = !isBrief && entry.image?.kind === 'image' ? entry.image : undefined;
  const kind = ['entry', isBrief && 'brief', image && 'pictured'].filter(Boolean).join(' ');
  const language = attributes({
    lang: entry.language === site.language ? undefined : entry.language,
    dir: article.direction === languageDirection(site.language) ? undefined : article.direction,
  });
  const date = html`<time datetime="${entry.published}">${longDate(entry.published, entry.language, site.timeZone)}</time>`;
  const title = html`<h2><a href="${pathOnSite(entry.url, siteUrl)}">${entry.title}</a></h2>\n`;
  if (isBrief) {
    return html`<article class="${kind}" data-entry="${entry.id}"${language}>\n${title}<p class="meta">${date}</p>\n</article>\n`;
  }
  const authors = entry.authors.length > 0 && html` · ${authorNames(article, entry, siteUrl)}`;
  return html`<article class="${kind}" data-entry="${entry.id}"${language}>
<div>
${kicker(article, siteUrl)}${title}${entry.summary && html`<p class="summary">${clip(entry.summary, summaryLength)}</p>\n`}<p class="meta">${date}${authors}</p>
</div>
${image && html`<img${attributes({ src: image.url, alt: '', width: image.width, height: image.height, loading: 'lazy', decoding: 'async' })}>\n`}</article>
`;
}

function archiveNavigation(view: FeedView, phrases: Phrases): Html | undefined {
  const { siteUrl, feed, page, previousArchive, nextArchive } = view;
  if (previousArchive === undefined && page === undefined) return undefined;
  const link = (rel: string, href: string, text: string) =>
    html`<a rel="${rel}" href="${href}">${text}</a>\n`;
  return html`<nav class="pages" aria-label="${phrases.archive}"${chromeOf(view, phrases)}>
${page !== undefined && link('up', headAddress(siteUrl, feed.feed), phrases.newest)}${
  nextArchive !== undefined && link('prev', archiveAddress(siteUrl, feed.feed, nextArchive), phrases.newer)
}${
  previousArchive !== undefined &&
  link('next', archiveAddress(siteUrl, feed.feed, previousArchive), phrases.older)
}</nav>
`;
}

/** Addresses to copy: a click selects one as a whole, without any script. */
function subscription(view: FeedView, phrases: Phrases): Html {
  const rows = publishedFormats(view.site).map(({ name, title }) => {
    const address = headAddress(view.siteUrl, view.feed.feed, name);
    return html`<dt><a href="${address}">${title}</a></dt><dd><code>${address}</code></dd>\n`;
  });
  return html`<section id="subscribe" aria-labelledby="subscribe-title"${chromeOf(view, phrases)}>
<h2 id="subscribe-title">${phrases.subscribe}</h2>
<p>${phrases.subscribeHint}</p>
<dl>
${rows}</dl>
</section>`;
}

function directory(view: FeedView, phrases: Phrases): Html | undefined {
  const lists = (['tags', 'authors', 'languages'] as const).map((kind) => list(view, kind, phrases));
  return view.directory && html`<div class="directory">\n${lists}</div>`;
}

/** Links to the feeds of one kind. With a class of its own, the list stands alone and shows no heading. */
function list(view: FeedView, kind: FeedKind, phrases: Phrases, className?: string): Html | undefined {
  const feeds = view.directory?.[kind] ?? [];
  if (feeds.length === 0) return undefined;
  const links = feeds.map(
    (feed) =>
      html`<li><a href="${pathOnSite(headAddress(view.siteUrl, feed.feed), view.siteUrl)}"><bdi>${feedLabel(feed)}</bdi></a></li>`,
  );
  const heading = !className && html`<h2>${phrases[kind]}</h2>`;
  const names = attributes({ class: className, 'aria-label': phrases[kind] });
  return html`<nav${names}${chromeOf(view, phrases)}>${heading}<ul>${links}</ul></nav>\n`;
}

/** Archive pages are named after their month, with a hash behind it where a month has several. */
function archiveLabel(page: string, phrases: Phrases): string {
  const month = /^\d{4}-(?:0[1-9]|1[0-2])(?=-|$)/.exec(page)?.[0];
  return month === undefined ? page : longMonth(month, phrases.language);
}

/** The start of a text, cut at a word. @param most UTF-16 code units */
function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  const end = start.lastIndexOf(' ');
  return `${start
    .slice(0, end > most / 2 ? end : most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
