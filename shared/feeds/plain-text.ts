/** What no document may carry; see `cleanText`. */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;
/** The same, and line ends that are not a line feed: most text holds none of these. */
const suspicious = /[^\P{Cc}\t\n]|[\ufffe\uffff]/u;

/**
 * Text that every format can carry: without control characters, U+FFFE and U+FFFF (XML 1.0, section 2.2, forbids or
 * discourages them), line ends as line feeds, a lone surrogate as U+FFFD.
 * All that goes into a published document passes through here, so that all formats carry the same text.
 */
export function cleanText(text: string): string {
  const formed = text.toWellFormed();
  if (!suspicious.test(formed)) return formed;
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
