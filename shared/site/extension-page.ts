import { siteAddress } from '../feeds/addresses.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { extensionFolder } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import { phrasesFor } from './phrases.ts';

/** Members of the `_dropwire` object, as they are described to those who read feeds by program. */
const ofFeed = [
  ['feed', 'The feed’s path on the site; “all” is everything.'],
  ['updated', 'When the newest entry was updated, or the latest withdrawal happened. RFC 3339.'],
  ['archive', 'On an archive page: its name. Absent in the head.'],
  ['current', 'On an archive page: the address of the head.'],
  ['previous_archive', 'The next older page, the same as next_url (RFC 5005, prev-archive).'],
  ['next_archive', 'The next newer page (RFC 5005, next-archive).'],
  ['withdrawn', 'Articles that left lately: id, url, and at, when they left. Remove your copies.'],
] as const;
const ofItem = [
  ['section', 'The section the article belongs to.'],
  ['canonical_url', 'Where the article was published first, if not here.'],
  ['article_json', 'The article as JSON, by the schema at /schema/article.v1.json.'],
  ['article_markdown', 'The article as Markdown with front matter.'],
  ['article_ninjs', 'The article as IPTC ninjs 3.0.'],
  ['media', 'Width and height in pixels of its pictures and films, by url.'],
  ['updated', 'The same as date_modified.'],
] as const;

/** The page that `about` of the JSON Feed extension leads to (JSON Feed 1.1, "Extensions"). In English. */
export function renderExtensionPage(site: SiteSettings, siteUrl: string): string {
  const phrases = phrasesFor('en');
  return renderPage({
    site,
    siteUrl,
    phrases,
    title: `The _dropwire extension – ${cleanLine(site.title)}`,
    description: 'What the _dropwire object in JSON Feed documents says.',
    language: 'en',
    canonical: siteAddress(siteUrl, extensionFolder),
    feeds: [{ feed: 'all', title: cleanLine(site.title) }],
    main: html`<div class="intro"><h1>The _dropwire extension of JSON Feed</h1>
<p>Readers may ignore it. Members may be added; none changes its meaning.</p></div>
<h2>Of a feed</h2><dl>${ofFeed.map(describe)}</dl>
<h2>Of an item</h2><dl>${ofItem.map(describe)}</dl>`,
  });
}

const describe = ([name, meaning]: readonly [string, string]) =>
  html`<dt><code>${name}</code></dt><dd>${meaning}</dd>
`;
