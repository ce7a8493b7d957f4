import { siteAddress } from '../feeds/addresses.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import type { FeedDocumentName } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';
import { attributes, type Html, html, trusted } from './html.ts';
import { directionOf } from './language.ts';
import type { Phrases } from './phrases.ts';
import { style } from './style.ts';

/** What a page is, besides its main part. */
export interface Page {
  site: SiteSettings;
  siteUrl: string;
  phrases: Phrases;
  title: string;
  description: string;
  language: string;
  direction?: 'ltr' | 'rtl';
  /** Absolute; absent on the page for missing addresses. */
  canonical?: string;
  /** The feeds to discover: the site's is always among them. */
  feeds: { feed: string; title: string }[];
  /** More for the head: OpenGraph, JSON-LD, other forms of the page. */
  head?: Html[];
  /** The front page names the site in its main part. */
  isFront?: boolean;
  main: Html;
}

/** The feed formats that browsers and readers look for, by media type. */
export const feedFormats: { name: FeedDocumentName; type: string; title: string }[] = [
  { name: 'rss.xml', type: 'application/rss+xml', title: 'RSS' },
  { name: 'atom.xml', type: 'application/atom+xml', title: 'Atom' },
  { name: 'feed.json', type: 'application/feed+json', title: 'JSON Feed' },
];

/** A whole page. */
export function renderPage(page: Page): string {
  const { site, siteUrl, phrases, language } = page;
  const siteTitle = cleanLine(site.title);
  const direction = page.direction ?? directionOf(language);
  const chrome = attributes(
    phrases.language === language ? {} : { lang: phrases.language, dir: directionOf(phrases.language) },
  );
  const home = headAddress(siteUrl, 'all');
  return `${
    html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${page.description}">
${page.canonical === undefined ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${page.canonical}">`}
${discovery(page)}<meta name="generator" content="Dropwire">
${page.head ?? []}<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main"${chrome}>${phrases.skip}</a>
<header class="masthead"><a class="name" href="${home}" lang="${site.language}">${siteTitle}</a> <nav aria-label="${phrases.subscribe}"${chrome}><a href="${page.isFront ? '' : home}#subscribe">${phrases.subscribe}</a></nav></header>
<main id="main">
${page.main}
</main>
<footer class="colophon"${chrome}><p><a href="${home}">${siteTitle}</a> · <a href="${siteAddress(siteUrl, 'feeds.opml')}">${phrases.allFeeds}</a></p></footer>
</body>
</html>`.source
  }\n`;
}

function discovery({ siteUrl, feeds }: Page): Html[] {
  return feeds.flatMap(({ feed, title }) =>
    feedFormats.map(
      (format) =>
        html`<link rel="alternate" type="${format.type}" title="${title} (${format.title})" href="${headAddress(siteUrl, feed, format.name)}">\n`,
    ),
  );
}
