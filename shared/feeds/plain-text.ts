import { finderOf } from './characters.ts';

/** What no document may carry; see `cleanText`. */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;
/** The same, and line ends that are not a line feed: most text holds none of these. */
const isSuspicious = finderOf([0x00, 0x08], [0x0b, 0x1f], [0x7f, 0x9f], [0xfffe, 0xffff]);

/**
 * Text that every format can carry: without control characters, U+FFFE and U+FFFF (XML 1.0, section 2.2, forbids or
 * discourages them), line ends as line feeds, a lone surrogate as U+FFFD.
 * All that goes into a published document passes through here, so that all formats carry the same text.
 */
export function cleanText(text: string): string {
  const formed = text.toWellFormed();
  if (!isSuspicious(formed)) return formed;
  return formed.replace(/\r\n?/g, '\n').replace(forbidden, '');
}

/** The same on one line, for titles, names and tags: runs of white space become one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** Text as HTML source that shows it. */
export function escapeHtml(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * Text that went through `cleanText`, as JSON; what `JSON.stringify` writes, in a third of the time. Of all that JSON
 * has to escape (RFC 8259, section 7) such text can hold no more than these four.
 */
export function cleanTextAsJson(text: string): string {
  let out = '"';
  let from = 0;
  for (const { 0: found, index } of text.matchAll(/["\\\n\t]/g)) {
    out += text.slice(from, index) + jsonEscapes[found];
    from = index + 1;
  }
  return `${out}${text.slice(from)}"`;
}

const jsonEscapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' };
