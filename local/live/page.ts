import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cleanLine } from '../../shared/feeds/plain-text.ts';
import { type Html, html, trusted } from '../../shared/site/html.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import { outcomeHtml } from './board-html.ts';
import type { BoardUpload } from './live-board.ts';
import { liveStyle } from './look.ts';
import { filenamePlaceholder, type UploadPermit } from './upload-permits.ts';

/** What the page shows. */
export interface LivePage {
  site: SiteSettings;
  /** For uploads by the form itself, without the script. */
  permit: UploadPermit;
  board: Html;
  /** Key that S3 has just sent the browser back with, and what is known of it. */
  arrival: { key: string; upload: BoardUpload | undefined } | undefined;
}

const script = readFileSync(new URL('./browser.js', import.meta.url), 'utf8');

const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
const scriptHash = hashOf(script);
const styleHash = hashOf(liveStyle);

/** Allows this page's own script and style, this server and uploads to S3. @param s3Origin where forms are posted */
export const livePolicy = (s3Origin: string): string =>
  [
    "default-src 'none'",
    `script-src ${scriptHash}`,
    `style-src ${styleHash}`,
    'img-src data:',
    `connect-src 'self' ${s3Origin}`,
    `form-action 'self' ${s3Origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The whole page. It works without its script: the form posts to S3, which sends the browser back here. */
export function renderLivePage({ site, permit, board, arrival }: LivePage): string {
  const name = cleanLine(site.title);
  const waiting = arrival && !arrival.upload?.outcome;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>The pipeline, live – ${name}</title>
${waiting && html`<noscript><meta http-equiv="refresh" content="2"></noscript>\n`}<meta name="theme-color" content="#fdfcfa" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#17181a" media="(prefers-color-scheme: dark)">
<link rel="icon" href="data:,">
<style>${trusted(liveStyle)}</style>
</head>
<body>
<a class="skip" href="#site-main">Skip to content</a>
<header class="masthead"><a class="name" href="/" lang="${site.language}">${name}</a><a href="/_local">Reload</a></header>
<main id="site-main">
<div class="intro"><h1>The pipeline, live</h1>
<p>Drop an article in and watch it travel. This page is part of the local run only.</p></div>
${arrivalHtml(arrival)}${formHtml(permit)}
<div id="board">
${board}
</div>
</main>
<footer class="colophon"><p id="connection">Reload the page to see what is new.</p></footer>
<script>${trusted(script)}</script>
</body>
</html>`.source
  }\n`;
}

function arrivalHtml(arrival: LivePage['arrival']): Html | false {
  if (!arrival) return false;
  const { key, upload } = arrival;
  const words = upload ? outcomeHtml(upload) : html`<b>On its way</b>`;
  return html`<p class="arrival ${upload?.outcome?.kind ?? 'waiting'}" role="status">${key}: ${words}</p>\n`;
}

function formHtml({ url, fields, key }: UploadPermit): Html {
  return html`<form class="drop" id="drop" method="post" action="${url}" enctype="multipart/form-data" aria-labelledby="drop-heading">
<h2 id="drop-heading">Upload an article</h2>
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}<div class="fields">
<div><label for="where" id="where-label">Name in the inbox</label>
<input id="where" name="key" value="${key}" autocomplete="off" spellcheck="false" aria-describedby="where-hint"></div>
<div><label for="file">File</label>
<input id="file" type="file" name="file" required></div>
<div><button>Upload</button></div>
</div>
<p class="hint" id="where-hint">${filenamePlaceholder} stands for the file’s own name. A folder before it is the article’s section: news/${filenamePlaceholder}</p>
<ul class="followed" id="followed" aria-label="Your uploads" hidden></ul>
<p class="unseen" id="said" role="status"></p>
</form>`;
}
