import { Element, Text } from 'domhandler';
import { cleanLine } from '../clean-characters.ts';

/** Hosts whose players may stay in an article, and how their addresses must look. */
export const playerHosts = ['www.youtube-nocookie.com', 'player.vimeo.com'] as const;

/**
 * A frame: players of known hosts stay (YouTube's without cookies); others become a link to what they show,
 * since a page can't vouch for what a foreign frame does to its readers.
 */
export function iframeOrLink(frame: Element): Element[] {
  const url = URL.parse(frame.attribs.src ?? '');
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return [];
  const title = cleanLine(frame.attribs.title ?? '');
  const player = playerUrl(url);
  if (player) {
    return [new Element('iframe', { src: player, title: title || 'Video', allowfullscreen: '' })];
  }
  return [new Element('a', { href: url.href }, [new Text(title || url.hostname)])];
}

function playerUrl(url: URL): string | undefined {
  const host = url.hostname.replace(/^www\./, '');
  const video = /^\/embed\/([\w-]{6,20})$/.exec(url.pathname)?.[1];
  if (video && (host === 'youtube.com' || host === 'youtube-nocookie.com')) {
    return `https://www.youtube-nocookie.com/embed/${video}`;
  }
  if (host === 'player.vimeo.com' && /^\/video\/\d+$/.test(url.pathname)) {
    return `https://player.vimeo.com${url.pathname}`;
  }
  return undefined;
}
