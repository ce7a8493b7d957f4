import { encodedPath } from '../feeds/addresses.ts';
import { entryId } from '../feeds/entry.ts';
import { headAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { type articleDocuments, objectMetadata } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import { phrasesFor } from './phrases.ts';

type DocumentName = (typeof articleDocuments)[number];

/** A document that stands in another's place, and the object metadata by which the edge knows what to make of it. */
export interface StandIn {
  body: string;
  metadata: Record<string, string>;
}

/**
 * What stands in place of a withdrawn article's documents, sent with status 410. It names the article by its id, as
 * feeds do in their tombstones; nothing of what the article said.
 */
export function goneDocument(
  name: DocumentName,
  { id, site, siteUrl }: { id: string; site: SiteSettings; siteUrl: string },
): StandIn {
  const bodies: Record<DocumentName, () => string> = {
    'index.html': () => gonePage(id, site, siteUrl),
    'article.json': () => `${JSON.stringify({ id, withdrawn: true })}\n`,
    'article.md': () => `---\nid: ${id}\nwithdrawn: true\n---\n`,
    'ninjs.json': () => `${JSON.stringify({ uri: entryId(id), pubStatus: 'canceled' })}\n`,
  };
  return { body: bodies[name](), metadata: { [objectMetadata.status]: '410' } };
}

/**
 * What stands where documents of an article once were that now has another folder; sent as a redirection (301). Readers
 * never see these bytes: they tell whose the folder was.
 * @param to the article's folder on the site
 */
export function movedDocument(name: DocumentName, id: string, to: string): StandIn {
  const location = `/${encodedPath(to)}${name === 'index.html' ? '' : name}`;
  const bodies: Record<DocumentName, () => string> = {
    'index.html': () =>
      html`<!doctype html>
<title>Moved</title>
<p data-entry="${entryId(id)}"><a href="${location}">Moved</a></p>
`.source,
    'article.json': () => `${JSON.stringify({ id, moved: location })}\n`,
    'article.md': () => `---\nid: ${id}\nmoved: ${location}\n---\n`,
    'ninjs.json': () =>
      `${JSON.stringify({ uri: entryId(id), altIds: [{ role: 'moved', value: location }] })}\n`,
  };
  return { body: bodies[name](), metadata: { [objectMetadata.location]: location } };
}

function gonePage(id: string, site: SiteSettings, siteUrl: string): string {
  const phrases = phrasesFor(site.language);
  return renderPage({
    site,
    siteUrl,
    phrases,
    title: `${phrases.gone} – ${cleanLine(site.title)}`,
    description: phrases.goneHint,
    language: phrases.language,
    feeds: [{ feed: 'all', title: cleanLine(site.title) }],
    main: html`<div class="intro" data-entry="${entryId(id)}"><h1>${phrases.gone}</h1>
<p>${phrases.goneHint} <a href="${headAddress(siteUrl, 'all')}">${phrases.newest}</a></p></div>`,
  });
}
