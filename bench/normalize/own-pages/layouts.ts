import { esc, type Furniture } from './furniture.ts';
import type { MadeArticle } from './made-article.ts';

/** A kind of page. */
export interface Layout {
  /** Draws a page around an article. */
  draw: Drawing;
  /** Facts that these pages don't state. */
  omits?: readonly ('authors' | 'published')[];
}

type Drawing = (article: MadeArticle, furniture: Furniture) => string;

const plainPage = ({ language, title }: MadeArticle, { site }: Furniture, body: string, head = ''): string =>
  `<!doctype html>
<html lang="${language.code}"><head><meta charset="utf-8"><title>${esc(title)} | ${site}</title>
${head}</head>
<body>${body}</body></html>
`;

/** With the styles and scripts of pages of today. */
const page = (article: MadeArticle, f: Furniture, head: string, body: string): string =>
  plainPage(article, f, body + f.moreStories(), head + f.head());

const filled = (tag: string, content: string): string =>
  content === '' ? '' : `<${tag}>${content}</${tag.split(' ')[0]}>`;

const time = ({ published }: MadeArticle, f: Furniture): string =>
  published ? `<time datetime="${published.toISOString()}">${f.date()}</time>` : '';

const newsroom: Drawing = (article, f) =>
  page(
    article,
    f,
    `${f.jsonLd()}<meta property="og:type" content="article"><meta property="og:title" content="${esc(article.title)}">`,
    `${f.consent()}<header>${f.navigation()}</header><main><article><h1>${esc(article.title)}</h1>
     ${filled('p class="byline"', f.byline())}${time(article, f)}${f.share()}<div class="article-body">${f.body()}${f.subscribe()}</div>${f.related()}</article>
     ${f.comments()}</main>${f.footer()}`,
  );

const blog: Drawing = (article, f) =>
  page(
    article,
    f,
    `<meta name="generator" content="Blog 6">${article.authors.map((name) => `<meta name="author" content="${esc(name)}">`).join('')}`,
    `<div id="page"><header><p class="site-title">${f.site}</p>${f.navigation()}</header><div id="primary"><article class="post hentry">
     <h1 class="entry-title">${esc(article.title)}</h1><div class="entry-meta">${time(article, f)} ${filled('span class="author vcard"', f.byline())}</div>
     <div class="entry-content">${f.body()}</div>${f.share()}</article>${f.comments()}</div>
     <div id="secondary" class="widget-area">${f.related('div', 'widget')}${f.subscribe()}</div>${f.footer()}</div>`,
  );

/** As pages were made before there were style sheets. */
const tables: Drawing = (article, f) =>
  plainPage(
    article,
    f,
    `<table width="100%"><tr><td colspan="2"><b>${f.site}</b></td></tr><tr><td valign="top" width="160">${f.navigation('div')}${f.related('div', 'links')}</td>
     <td valign="top"><h1>${esc(article.title)}</h1>${filled('i', [f.byline(), f.date()].filter(Boolean).join(' - '))}${f.body()}</td></tr>
     <tr><td colspan="2">${f.footer()}</td></tr></table>`,
  );

/** No name says what anything is. */
const hashed: Drawing = (article, f) =>
  page(
    article,
    f,
    `<meta property="og:title" content="${esc(article.title)}">${article.published ? `<meta property="article:published_time" content="${article.published.toISOString()}">` : ''}`,
    `<div class="css-1x2"><div class="css-a91">${f.navigation('div')}</div><div class="css-77q"><div class="css-0p"><h1 class="css-h">${esc(article.title)}</h1>
     ${filled('div class="css-by"', f.byline())}</div><div class="css-b3"><div class="css-b4">${f.body()}</div></div><div class="css-z1">${f.teasers()}</div></div></div>${f.footer()}`,
  );

/** The body in several containers, with boxes for other things between them. */
const magazine: Drawing = (article, f) => {
  const blocks = f.body().split('\n');
  const middle = Math.ceil(blocks.length / 2);
  const part = (from: number, to?: number): string =>
    `<section class="text-block">${blocks.slice(from, to).join('\n')}</section>`;
  return page(
    article,
    f,
    f.jsonLd(),
    `<div class="top">${f.navigation()}</div><main class="story"><header><h1>${esc(article.title)}</h1>${filled('p class="credits"', f.byline())}${time(article, f)}</header>
     ${part(0, middle)}${f.related('div', 'read-more')}${part(middle)}${f.subscribe()}</main><section class="more-stories">${f.teasers()}</section>${f.footer()}`,
  );
};

/** As software leaves text that was never meant to look like anything. */
const bare: Drawing = (article, f) =>
  plainPage(
    article,
    f,
    `<h1>${esc(article.title)}</h1>${filled('p', f.byline())}${filled('p', f.date())}${f.body()}`,
  );

/** As application frameworks render: deep, with their state in scripts. */
const application: Drawing = (article, f) =>
  page(
    article,
    f,
    `${f.state()}<meta name="author" content="${esc(article.authors.join(', '))}">`,
    `<div id="root"><div><div class="layout">${f.navigation()}<div class="content-wrapper"><div><div class="post-header"><h1>${esc(article.title)}</h1>
     <div class="meta"><span>${f.byline()}</span> <span>${time(article, f)}</span></div></div><div class="post-content">${f.body()}</div></div>${f.related()}${f.comments()}</div></div></div></div>
     ${f.consent()}${f.footer()}${f.state()}`,
  );

const manual: Drawing = (article, f) =>
  page(
    article,
    f,
    '',
    `<div class="wrapper"><nav class="toc"><ul>${article.blocks
      .filter(({ kind }) => kind === 'heading')
      .map(({ items }) => `<li><a href="#s">${esc(items[0] ?? '')}</a></li>`)
      .join('')}</ul></nav>
     <div role="main"><div class="document"><h1>${esc(article.title)}</h1>${f.body()}${filled('p class="last-changed"', f.date())}</div>
     <div class="pager"><a href="/prev">«</a> <a href="/next">»</a></div></div></div>${f.footer()}`,
  );

/** Every layout; pages take turns. */
export const layouts: Layout[] = [
  { draw: newsroom },
  { draw: blog },
  { draw: tables },
  { draw: hashed },
  { draw: magazine },
  { draw: bare },
  { draw: application },
  // The day it was changed last is not when it was published.
  { draw: manual, omits: ['authors', 'published'] },
];
