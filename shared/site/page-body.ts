import type { FeedEntry } from '../feeds/entry.ts';
import { type Attributes, Replacement, rewriteHtml, Wrapped } from '../feeds/html-rewriter.ts';
import { type Html, html, trusted } from './html.ts';
import type { Phrases } from './phrases.ts';

/**
 * An article's body as its page shows it: images with the dimensions that are known, loaded when they come near;
 * links within the article stay on the page; a table that is too wide can be scrolled, by keyboard as well; a foreign player becomes a link, as no page makes third parties load.
 */
export function pageBody(entry: FeedEntry, phrases: Phrases): Html {
  const media = new Map(entry.media.map((medium) => [medium.url, medium]));
  const scrollable = html`<div class="scroll" role="group" aria-label="${phrases.table}" tabindex="0">`;
  const body = rewriteHtml(entry.body, (name, attributes) => {
    if (name === 'iframe') return new Replacement(player(attributes, phrases).source);
    if (name === 'a' && attributes.href?.startsWith(`${entry.url}#`)) {
      return { ...attributes, href: attributes.href.slice(entry.url.length) };
    }
    if (name === 'table') return new Wrapped(attributes, scrollable.source, '</div>');
    if (name !== 'img') return attributes;
    const known = media.get(attributes.src ?? '');
    const dimensions: Attributes =
      known?.width === undefined || known.height === undefined
        ? {}
        : { width: String(known.width), height: String(known.height) };
    return { alt: known?.alt ?? '', ...dimensions, ...attributes, loading: 'lazy', decoding: 'async' };
  });
  return trusted(body);
}

function player({ src = '', title = '' }: Attributes, phrases: Phrases): Html {
  const host = URL.parse(src)?.hostname.replace(/^(?:www|player)\.|-nocookie/g, '') ?? '';
  return html`<a class="player" href="${src}">${title && `${title} · `}${phrases.watchAt} ${host}</a>`;
}
