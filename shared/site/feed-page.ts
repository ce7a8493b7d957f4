import {
  archiveAddress,
  type FeedView,
  feedLabel,
  feedTitle,
  headAddress,
  ownAddress,
} from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { directory, feedKinds, sectionList } from './directory.ts';
import { entryList } from './entry-list.ts';
import { attributes, type Html, html } from './html.ts';
import { feedJsonLd } from './json-ld.ts';
import { languageAttributes, longMonth } from './language.ts';
import { renderPage } from './layout.ts';
import { openGraph } from './open-graph.ts';
import { type Phrases, phrasesFor } from './phrases.ts';
import { subscription } from './subscription.ts';

/** A feed as people read it: the same entries as in its other formats, the addresses to subscribe to, its archive. */
export function renderFeedPage(view: FeedView): string {
  const { site, siteUrl, feed } = view;
  const phrases = phrasesFor(site.language);
  const isFront = feed.feed === 'all' && view.page === undefined;
  const archive = view.page === undefined ? '' : `${phrases.archive}: ${archiveLabel(view.page, phrases)}`;
  const title = [archive, feedTitle(view)].filter(Boolean).join(' – ');
  const description = cleanLine(site.description);
  const url = ownAddress(view);
  const chrome = chromeOf(view, phrases);
  return renderPage({
    site,
    siteUrl,
    phrases,
    title,
    description,
    language: site.language,
    canonical: url,
    kind: 'feed',
    isFront,
    feeds: [
      ...(feed.feed === 'all' ? [] : [{ feed: feed.feed, title: feedTitle(view) }]),
      { feed: 'all', title: cleanLine(site.title) },
    ],
    head: [
      ...openGraph({
        type: 'website',
        title,
        description,
        url,
        siteName: site.title,
        language: site.language,
      }),
      feedJsonLd(view, title, isFront),
    ],
    main: html`${intro(view, isFront, archive, phrases)}
${sectionList(view, phrases, chrome)}${entries(view, isFront, phrases)}
${archiveNavigation(view, phrases)}${subscription(view, phrases, chrome)}
${directory(view, phrases, chrome)}`,
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
  return entryList(view, isFront);
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

/** Archive pages are named after their month, with a hash behind it where a month has several. */
function archiveLabel(page: string, phrases: Phrases): string {
  const month = /^\d{4}-(?:0[1-9]|1[0-2])(?=-|$)/.exec(page)?.[0];
  return month === undefined ? page : longMonth(month, phrases.language);
}
