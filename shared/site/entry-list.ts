import type { PublishedArticle } from '../article/schema.ts';
import { pathOnSite } from '../feeds/addresses.ts';
import { type FeedEntry, feedEntry, piece } from '../feeds/entry.ts';
import type { FeedView } from '../feeds/feed-view.ts';
import { authorNames, kicker } from './bylines.ts';
import { clip } from './clip.ts';
import { attributes, type Html, html, trusted } from './html.ts';
import { languageDirection, longDate } from './language.ts';

/** Entries that are shown with summary and picture; a page stays small and easy to survey. */
const inFull = 10;

/** Characters of a summary and of a title that a list shows. */
const summaryLength = 180;
const titleLength = 160;

/** Authors that a list names. */
const namedAuthors = 3;

/** The entries of a feed, newest first: the first ones with all there is to say, older ones with title and date. */
export function entryList(view: FeedView, isFront: boolean): Html {
  const full = kept(view, 'full', view.entries.slice(0, inFull), fullEntry);
  const brief = kept(view, 'brief', view.entries.slice(inFull), briefEntry);
  return html`<div class="${isFront ? 'entries front' : 'entries'}">
${full}</div>
${brief.length > 0 && html`<div class="brief">\n${brief}</div>\n`}`;
}

/** All that the source of an entry depends on, besides the article. */
interface Place {
  siteUrl: string;
  language: string;
  timeZone: string;
}

/** Entries in one of two forms. Each is made once for all pages of a site that show it so. */
function kept(
  { site, siteUrl }: FeedView,
  form: 'full' | 'brief',
  articles: PublishedArticle[],
  make: (article: PublishedArticle, place: Place) => Html,
): Html[] {
  const place = { siteUrl, language: site.language, timeZone: site.timeZone };
  const key = `page ${form} ${Object.values(place).join(' ')}`;
  return articles.map((article) =>
    trusted(piece(feedEntry(article), key, () => make(article, place).source)),
  );
}

function fullEntry(article: PublishedArticle, place: Place): Html {
  const { siteUrl } = place;
  const entry = feedEntry(article);
  const image = entry.image?.kind === 'image' ? entry.image : undefined;
  const names = authorNames(article, entry, siteUrl);
  const more = names.length > namedAuthors && html` +${names.length - namedAuthors}`;
  const authors = names.length > 0 && html` · ${names.slice(0, namedAuthors)}${more}`;
  return html`<article class="${image ? 'entry pictured' : 'entry'}" data-entry="${entry.id}"${languageOf(article, entry, place)}>
<div>
${kicker(article, siteUrl)}${title(entry, siteUrl)}
${entry.summary && html`<p class="summary">${clip(entry.summary, summaryLength)}</p>\n`}<p class="meta">${date(entry, place)}${authors}</p>
</div>
${image && html`<img${attributes({ src: image.url, alt: '', width: image.width, height: image.height, loading: 'lazy', decoding: 'async' })}>\n`}</article>
`;
}

function briefEntry(article: PublishedArticle, place: Place): Html {
  const entry = feedEntry(article);
  return html`<article data-entry="${entry.id}"${languageOf(article, entry, place)}>${title(entry, place.siteUrl)}${date(entry, place)}</article>\n`;
}

const title = (entry: FeedEntry, siteUrl: string): Html =>
  html`<h2><a href="${pathOnSite(entry.url, siteUrl)}">${clip(entry.title, titleLength)}</a></h2>`;

const date = (entry: FeedEntry, { timeZone }: Place): Html =>
  html`<time datetime="${entry.published}">${longDate(entry.published, entry.language, timeZone)}</time>`;

const languageOf = (article: PublishedArticle, entry: FeedEntry, { language }: Place): Html =>
  attributes({
    lang: entry.language === language ? undefined : entry.language,
    dir: article.direction === languageDirection(language) ? undefined : article.direction,
  });
