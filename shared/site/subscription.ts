import { type FeedView, headAddress } from '../feeds/feed-view.ts';
import { publishedFormats } from '../feeds/formats.ts';
import { type Html, html } from './html.ts';
import type { Phrases } from './phrases.ts';

/** Readers on the web that take a feed's address in a link. The page only links to them, it loads nothing from there. */
const webReaders: readonly [name: string, address: (feed: string) => string][] = [
  ['Feedly', (feed) => `https://feedly.com/i/subscription/feed%2F${feed}`],
  ['Inoreader', (feed) => `https://www.inoreader.com/?add_feed=${feed}`],
  ['NewsBlur', (feed) => `https://www.newsblur.com/?url=${feed}`],
  ['The Old Reader', (feed) => `https://theoldreader.com/feeds/subscribe?url=${feed}`],
];

/** Addresses to copy (a click selects one as a whole, without any script), and links that open them in readers. */
export function subscription({ site, siteUrl, feed }: FeedView, phrases: Phrases, chrome: Html): Html {
  const formats = publishedFormats(site);
  const rows = formats.map(({ name, title }) => {
    const address = headAddress(siteUrl, feed.feed, name);
    return html`<dt><a href="${address}">${title}</a></dt><dd><code>${address}</code></dd>\n`;
  });
  return html`<section id="subscribe" aria-labelledby="subscribe-title"${chrome}>
<h2 id="subscribe-title">${phrases.subscribe}</h2>
<p>${phrases.subscribeHint}</p>
<dl>
${rows}</dl>
${readers(readable(formats, siteUrl, feed.feed), phrases)}</section>`;
}

/** The address that most readers understand: RSS or Atom, where the site publishes one of them. */
function readable(formats: ReturnType<typeof publishedFormats>, siteUrl: string, feed: string): string {
  const preferred = formats.find(({ name }) => name.endsWith('.xml')) ?? formats[0];
  return headAddress(siteUrl, feed, preferred?.name);
}

function readers(address: string, phrases: Phrases): Html {
  const link = (href: string, name: string) => html`<a href="${href}" rel="nofollow">${name}</a>\n`;
  return html`<p>${phrases.openIn}
${link(`feed:${address}`, phrases.readerApp)}${webReaders.map(([name, addressOf]) =>
  link(addressOf(encodeURIComponent(address)), name),
)}</p>
`;
}
