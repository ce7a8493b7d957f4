import { templates } from '../../templates/index.ts';
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
import type { Templates } from './templates.ts';

/** A feed as people read it: the same entries as in its other formats, the addresses to subscribe to, its archive. */
export function renderFeedPage(view: FeedView, own: Templates = templates): string {
  const { site, siteUrl, feed } = view;
  const phrases = phrasesFor(site.language);
  const isFront = isFrontPage(view);
  const archive = archiveTitle(view, phrases);
  const title = [archive, feedTitle(view)].filter(Boolean).join(' – ');
  const description = cleanLine(site.description);
  const url = ownAddress(view);
  return renderPage(
    {
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
      main: own.feed ? own.feed(view, feedMain) : feedMain(view),
    },
    own,
  );
}

function feedMain(view: FeedView): Html {
  const phrases = phrasesFor(view.site.language);
  const chrome = chromeOf(view, phrases);
  return html`${intro(view, phrases)}
${sectionList(view, phrases, chrome)}${entries(view, phrases)}
${archiveNavigation(view, phrases)}${subscription(view, phrases, chrome)}
${directory(view, phrases, chrome)}`;
}

/** The page of the feed of everything, which is the site's front page. */
const isFrontPage = ({ feed, page }: FeedView): boolean => feed.feed === 'all' && page === undefined;

/** Which stretch of the feed this is; empty for the head. */
const archiveTitle = ({ page }: FeedView, phrases: Phrases): string =>
  page === undefined ? '' : `${phrases.archive}: ${archiveLabel(page, phrases)}`;

function intro(view: FeedView, phrases: Phrases): Html {
  const archive = archiveTitle(view, phrases);
  const { site, feed } = view;
  const kind = feedKinds.find((name) => feed.feed.startsWith(`${name}/`));
  const description = cleanLine(site.description);
  const chrome = chromeOf(view, phrases);
  return html`<div class="intro">
${kind && html`<p class="kicker"${chrome}>${phrases[kind]}</p>\n`}<h1 dir="auto">${kind ? feedLabel(feed) : cleanLine(site.title)}</h1>
${isFrontPage(view) && description && html`<p>${description}</p>\n`}${archive && html`<p${chrome}>${archive}</p>\n`}</div>`;
}

/** Marks what the page itself says, where it can't say it in the site's language. */
const chromeOf = ({ site }: FeedView, phrases: Phrases): Html =>
  attributes(languageAttributes(phrases.language, site.language));

function entries(view: FeedView, phrases: Phrases): Html {
  if (view.entries.length === 0) return html`<p${chromeOf(view, phrases)}>${phrases.nothingYet}</p>`;
  return entryList(view, isFrontPage(view));
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
