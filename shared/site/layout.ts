import { templates } from '../../templates/index.ts';
import { siteAddress } from '../feeds/addresses.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { publishedFormats } from '../feeds/formats.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { opmlKey } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';
import { attributes, type Html, html, trusted } from './html.ts';
import { languageAttributes, languageDirection } from './language.ts';
import { lookOf, type PageKind } from './look/look.ts';
import { defaultPalettes, schemes } from './look/palette.ts';
import type { Phrases } from './phrases.ts';
import type { Templates } from './templates.ts';

/** What a page is, besides its main part. */
export interface Page {
  site: SiteSettings;
  siteUrl: string;
  phrases: Phrases;
  title: string;
  description: string;
  language: string;
  /** Absent: that of the language. */
  direction?: 'ltr' | 'rtl';
  /** Absolute; absent on the page for missing addresses. */
  canonical?: string;
  /** The feeds to discover, the page's own first. */
  feeds: { feed: string; title: string }[];
  /** More for the head: OpenGraph, JSON-LD, other forms of the page. */
  head?: Html[];
  /** Which rules its style needs; plain ones when absent. */
  kind?: PageKind;
  /** The front page names the site in its main part. */
  isFront?: boolean;
  main: Html;
}

/** A whole page. It needs no script, and no request but those for the images of its articles. */
export function renderPage(page: Page, own: Templates = templates): string {
  const usual = (each: Page) => renderUsualPage(each, own);
  return own.page ? own.page(page, usual) : usual(page);
}

function renderUsualPage(page: Page, own: Templates): string {
  const { site, siteUrl, phrases, language, direction = languageDirection(language) } = page;
  const name = cleanLine(site.title);
  const chrome = attributes(languageAttributes(phrases.language, language));
  const siteLanguage = attributes(languageAttributes(site.language, language));
  const home = headAddress(siteUrl, 'all');
  const { style, policy } = lookOf(page.kind ?? 'plain', site, own);
  const logo = site.theme?.logo;
  const sign = logo
    ? html`<img${attributes({ src: logo.url, alt: name, width: logo.width, height: logo.height })}>`
    : name;
  return `${
    html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
${page.description && html`<meta name="description" content="${page.description}">\n`}${
  page.canonical === undefined
    ? html`<meta name="robots" content="noindex">`
    : html`<link rel="canonical" href="${page.canonical}">`
}
${discovery(page)}${browserColours(site)}<link rel="icon" href="${site.theme?.icon ?? 'data:,'}">
${page.head ?? []}<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#site-main"${chrome}>${phrases.skip}</a>
<header class="masthead">${
      (!page.isFront || logo) && html`<a class="name" href="${home}"${siteLanguage}>${sign}</a>`
    }<a href="${page.isFront ? '' : home}#subscribe"${chrome}>${phrases.subscribe}</a></header>
<main id="site-main">
${page.main}
</main>
<footer class="colophon"><p><a href="${home}"${siteLanguage}>${name}</a> · <a href="${siteAddress(siteUrl, opmlKey)}"${chrome}>${phrases.allFeeds}</a></p>${footerNotes(site, siteLanguage)}</footer>
</body>
</html>`.source
  }\n`;
}

/** What browsers paint around the page. */
function browserColours({ theme }: SiteSettings): Html[] {
  return schemes.map((scheme) => {
    const colour = theme?.[scheme]?.paper ?? defaultPalettes[scheme].paper;
    return html`<meta name="theme-color" content="${colour}" media="(prefers-color-scheme: ${scheme})">\n`;
  });
}

function footerNotes({ theme }: SiteSettings, siteLanguage: Html): Html | undefined {
  const notes = (theme?.footer ?? []).map(({ text, url }, index) => {
    const note = url === undefined ? html`${cleanLine(text)}` : html`<a href="${url}">${cleanLine(text)}</a>`;
    return html`${index > 0 && ' · '}${note}`;
  });
  return notes.length === 0 ? undefined : html`\n<p${siteLanguage}>${notes}</p>`;
}

function discovery({ site, siteUrl, feeds }: Page): Html[] {
  return feeds.flatMap(({ feed, title }) =>
    publishedFormats(site).map(
      (format) =>
        html`<link rel="alternate" type="${format.type}" title="${title} (${format.title})" href="${headAddress(siteUrl, feed, format.name)}">\n`,
    ),
  );
}
