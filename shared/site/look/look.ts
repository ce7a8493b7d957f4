import { createHash } from 'node:crypto';
import { once } from '../../once.ts';
import type { SiteSettings } from '../../site-settings.ts';
import type { Templates } from '../templates.ts';
import { articleStyle } from './article-style.ts';
import { commonStyle } from './common-style.ts';
import { feedStyle } from './feed-style.ts';
import { printStyle } from './print-style.ts';
import { themeStyle } from './theme-style.ts';

/** What a page shows, as far as its style goes; pages carry the rules that they need and no others. */
export type PageKind = 'feed' | 'article' | 'plain';

/** A page's style and the policy that allows it. */
export interface Look {
  /** The style element's content. */
  style: string;
  /** Content-Security-Policy of the page (CSP 3). */
  policy: string;
}

const kindStyles: Record<PageKind, string> = { feed: feedStyle, article: articleStyle, plain: '' };

/** A style sheet without its needless white space. */
const compact = (sheet: string): string =>
  sheet
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .trim();

/** The style of a page that shows neither feed nor article, without any theme. */
export const plainStyle = once(() => compact(commonStyle + printStyle));

const looks = new WeakMap<SiteSettings, Map<string, Look>>();

/** How a kind of page looks on a site. Made once for each. */
export function lookOf(kind: PageKind, site: SiteSettings, own: Templates): Look {
  const known = looks.get(site) ?? new Map<string, Look>();
  looks.set(site, known);
  const key = `${kind} ${own.style ?? ''}`;
  const look = known.get(key) ?? makeLook(kind, site, own);
  known.set(key, look);
  return look;
}

function makeLook(kind: PageKind, { theme = {} }: SiteSettings, own: Templates): Look {
  const sheet = commonStyle + kindStyles[kind] + printStyle + themeStyle(theme) + (own.style ?? '');
  // Nothing in a style can end its element.
  const style = compact(sheet).replaceAll('</', '<\\/');
  return { style, policy: policyFor(style) };
}

/**
 * The policy that each page states itself. Every page carries the hash of its own style, so pages that were written
 * by an earlier version keep theirs; the policy in the response headers holds besides, and can only forbid more.
 */
const policyFor = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "img-src 'self' https: data:",
    "media-src 'self' https:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
