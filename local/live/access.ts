import type { IncomingMessage } from 'node:http';

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether the request names this machine. A page elsewhere can make its own name lead to 127.0.0.1 (DNS rebinding) and
 * would then count as this site in the browser; the Host header still says its name.
 */
export function namesThisMachine({ headers }: IncomingMessage): boolean {
  return loopbackHost.test(headers.host ?? '');
}

/** Where the reader's browser thinks it is: `http://localhost:8400`. */
export const originOf = ({ headers }: IncomingMessage): string =>
  `http://${headers.host ?? ''}`.toLowerCase();

/**
 * Whether a browser sends this for one of our own pages. Programs that send neither header may do it too: what they
 * could do here, they can do without this page.
 */
export function isFromOurPage(message: IncomingMessage): boolean {
  const site = message.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = message.headers;
  return origin === undefined || origin.toLowerCase() === originOf(message);
}

/** The same for requests that change something: the browser has to say where they come from. */
export const mayChange = (message: IncomingMessage): boolean =>
  message.headers.origin !== undefined && isFromOurPage(message);
