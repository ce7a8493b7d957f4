import { headAddress } from '../feeds/feed-view.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import type { SiteSettings } from '../site-settings.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import { phrasesFor } from './phrases.ts';

/** The page that answers for an address that leads nowhere. */
export function renderNotFoundPage(site: SiteSettings, siteUrl: string): string {
  const phrases = phrasesFor(site.language);
  return renderPage({
    site,
    siteUrl,
    phrases,
    title: `${phrases.notFound} – ${cleanLine(site.title)}`,
    description: phrases.notFoundHint,
    language: phrases.language,
    feeds: [{ feed: 'all', title: cleanLine(site.title) }],
    main: html`<div class="intro"><h1>${phrases.notFound}</h1>
<p>${phrases.notFoundHint} <a href="${headAddress(siteUrl, 'all')}">${phrases.newest}</a></p></div>`,
  });
}
