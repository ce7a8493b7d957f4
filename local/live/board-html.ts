import { type Html, html } from '../../shared/site/html.ts';
import type { BoardEvent, BoardUpload, LiveBoard } from './live-board.ts';
import { duration, outcomeWords } from './outcome-words.ts';
import type { QueueDepth } from './queue-depths.ts';

/** The part of the page that changes: uploads, articles and queues. The page holds it, and so does every update. */
export function boardHtml(board: LiveBoard, queues: readonly QueueDepth[] | undefined): Html {
  return html`${uploadsHtml(board.uploads)}
${articlesHtml(board)}
${eventsHtml(board.events)}
${queuesHtml(queues)}`;
}

function uploadsHtml(uploads: readonly BoardUpload[]): Html {
  const heading = html`<h2 id="uploads">Uploads</h2>`;
  if (uploads.length === 0)
    return html`${heading}<p class="hint">Nothing has come in since this run began.</p>`;
  return html`${heading}
<table aria-labelledby="uploads"><thead><tr><th scope="col">File</th><th scope="col">What became of it</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>${uploads.map(
    (upload) =>
      html`<tr class="${upload.outcome?.kind ?? 'waiting'}"><td>${upload.key} ${timeHtml(upload.since)}</td><td>${outcomeHtml(
        upload,
      )}</td><td class="number">${upload.outcome && duration(upload.outcome.milliseconds)}</td></tr>\n`,
  )}</tbody></table>`;
}

/** What became of an upload, as a sentence with links to its articles. */
export function outcomeHtml({ outcome, deleted, articles }: BoardUpload): Html {
  if (!outcome) return html`<b>${deleted ? 'Being withdrawn' : 'On its way'}</b>`;
  const { label, detail } = outcomeWords(outcome);
  return html`<b>${label}</b> ${detail} ${articles.map(
    ({ title, url }, index) => html`${index > 0 && ', '}<a href="${url}" dir="auto">${title}</a>`,
  )}`;
}

/** What other systems were told; all of it is in events.ndjson in the data folder. */
function eventsHtml(events: readonly BoardEvent[]): Html {
  if (events.length === 0) return html``;
  return html`<h2>Events</h2>
<ol class="told events">${events.map(
    ({ type, subject, at }) =>
      html`<li>${type}: ${subject.startsWith('http') ? html`<a href="${subject}">${decodeURI(new URL(subject).pathname)}</a>` : subject} <span>${timeHtml(at)}</span></li>\n`,
  )}</ol>`;
}

function articlesHtml({ articles, latencies }: LiveBoard): Html {
  if (articles.length === 0) return html``;
  const sorted = latencies.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const slowest = sorted.at(-1) ?? 0;
  return html`<h2>Newest on the site</h2>
<ol class="told newest">${articles.map(
    ({ title, url, at, milliseconds }) =>
      html`<li><a href="${url}" dir="auto">${title}</a> <span>${timeHtml(at)} after ${duration(milliseconds)}</span></li>\n`,
  )}</ol>
<p class="hint">From upload to live: half within ${duration(median)}, all within ${duration(slowest)}, of the last ${latencies.length}.</p>`;
}

function queuesHtml(queues: readonly QueueDepth[] | undefined): Html {
  const heading = html`<h2 id="queues">Queues</h2>`;
  if (!queues) return html`${heading}<p class="hint">The queues can’t be reached just now.</p>`;
  return html`${heading}
<table aria-labelledby="queues"><thead><tr><th scope="col">Queue</th><th scope="col" class="number">Waiting</th><th scope="col" class="number">In work</th><th scope="col" class="number">Dead letters</th></tr></thead>
<tbody>${queues.map(
    ({ name, waiting, inWork, dead }) =>
      html`<tr class="${dead > 0 && 'dead'}"><th scope="row">${name}</th><td class="number">${waiting}</td><td class="number">${inWork}</td><td class="number">${dead}</td></tr>\n`,
  )}</tbody></table>`;
}

/** By the clock on the wall: reader and server are on the same machine. */
function timeHtml(at: number): Html {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}">${date.toLocaleTimeString('en-GB')}</time>`;
}
