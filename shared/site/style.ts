import { createHash } from 'node:crypto';
import { styleSheet } from './style-sheet.ts';

/** The style element's content: the style sheet without its comments and needless white space. */
export const style = styleSheet
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};]) ?/g, '$1')
  .trim();

/** Allows exactly this style in a Content-Security-Policy (CSP 3, section 2.3.1). */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * The policy that each page states itself. Every page carries the hash of its own style, so pages that were written
 * by an earlier version keep theirs; the policy in the response headers holds besides, and can only forbid more.
 */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${styleSource}`,
  "img-src 'self' https: data:",
  "media-src 'self' https:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
